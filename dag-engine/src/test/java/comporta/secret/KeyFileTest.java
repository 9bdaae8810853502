package comporta.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    @TempDir
    private Path folder;

    @Test
    void isMadeOnFirstNeedAndStays() throws IOException {
        var file = folder.resolve("home/key");
        var first = KeyFile.read(file, new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(first.getEncoded()).hasSize(32);
        assertThat(KeyFile.read(file, new SecureRandom())).isEqualTo(first);
    }

    @Test
    void allWhoComeAtOnceFindTheSame() throws Exception {
        var file = folder.resolve("key");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var keys = threads.invokeAll(IntStream.range(0, 20).<Callable<SecretKey>>mapToObj(n -> () -> KeyFile.read(file, new SecureRandom())).toList());
            var first = keys.getFirst().get();
            for (var key : keys) {
                assertThat(key.get()).isEqualTo(first);
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
    void isNotUsedWhenOthersMayReadIt(String permissions) throws IOException {
        var file = folder.resolve("key");
        var made = KeyFile.read(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> KeyFile.read(file, new SecureRandom())).hasMessageContaining("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(KeyFile.read(file, new SecureRandom())).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "comporta-key-1 ", "comporta-key-1 AAAA", "comporta-key-1 %%%", "comporta-key-2 AAAA"})
    void isNotReplacedWhenItIsDamaged(String text) throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> KeyFile.read(file, new SecureRandom())).hasMessageContaining("Restore it from a backup");
        assertThat(file).hasContent(text);
    }
}
