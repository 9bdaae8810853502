package comporta.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a launch while its shim writes. */
class LaunchFilesTest {
    private static final int TIMES = 5_000;

    @TempDir
    Path folder;

    @Test
    void aFileThatAppearsAtThatMomentIsThereOrNot() {
        var files = LaunchFiles.of(folder, "d.r.t.t1");
        var written = CompletableFuture.runAsync(() -> writeAndRemove(files));
        int looks = 0;
        for (; !written.isDone(); looks++) {
            assertThat(files.exit()).isIn(Optional.empty(), Optional.of(0));
        }
        written.join();
        assertThat(looks).isPositive();
    }

    private static void writeAndRemove(LaunchFiles files) {
        try {
            for (int i = 0; i < TIMES; i++) {
                Files.writeString(Path.of(files.root() + ".exit"), "0\n");
                Files.delete(Path.of(files.root() + ".exit"));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
