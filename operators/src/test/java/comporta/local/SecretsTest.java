package comporta.local;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.basic.Vaults;
import comporta.job.Heard;
import comporta.job.JobLaunch;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of real processes. */
class SecretsTest {
    @TempDir
    private Path folder;

    private final Heard heard = new Heard();
    private Vaults vault;
    private LocalBackend backend;

    @BeforeEach
    void open() {
        vault = Vaults.of(Map.of("warehouse", Map.of("host", "db", "password", "hush 'n' \"co\" $X")), Map.of("token", "t0ken-1234"));
        backend = new LocalBackend(new LocalSettings(folder.resolve("state"), System.getenv(), 4, 1 << 20, vault), InstantSource.system());
        backend.watch(heard);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aJobHasThemInItsEnvironmentAndNowhereElse() throws Exception {
        var intent = intent(
                "printf %s \"$PGPASSWORD:$TOKEN:$COMPORTA_PARAMS\" > got; tr '\\0' ' ' < /proc/$$/cmdline > words",
                Map.of("PGPASSWORD", "conn.warehouse.password", "TOKEN", "var.token"), List.of("key"));

        assertThat(backend.submit(intent)).isInstanceOf(Submission.Accepted.class);

        assertThat(heard.end(intent.id())).isEqualTo(Exit.success(Map.of()));
        assertThat(folder.resolve("got")).hasContent("hush 'n' \"co\" $X:t0ken-1234:{\"day\":\"today\",\"key\":{\"a\":[1]}}");
        assertThat(Files.readString(folder.resolve("words"))).contains("got").doesNotContain("t0ken");
        assertThat(intent.spec().data().toString()).doesNotContain("t0ken").doesNotContain("hush");
        assertThat(vault.mask().hide("t0ken-1234")).isEqualTo("***");
        assertThat(whereItStands("t0ken-1234")).containsExactly(folder.resolve("got"));
    }

    private List<Path> whereItStands(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            conn.nowhere.password | secret IT: there is no connection "nowhere"
            conn.warehouse.token  | secret IT: connection "warehouse" has no field "token"
            var.nothing           | secret IT: there is no variable "nothing"
            """)
    void oneThatIsMissingFailsTheTryBeforeAnythingStarts(String reference, String why) {
        var intent = intent("touch started", Map.of("IT", reference), List.of());

        assertThat(backend.submit(intent)).isInstanceOfSatisfying(Submission.NotAccepted.class, refused -> {
            assertThat(refused.cause()).isEqualTo(Cause.USER);
            assertThat(refused.why()).startsWith(why);
        });
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(heard.of(intent.id())).noneMatch(News.Started.class::isInstance);
    }

    private LaunchIntent intent(String command, Map<String, String> secrets, List<String> secretParams) {
        var id = Launches.id("it", 1);
        var launch = new JobLaunch(
                Map.of("command", command, "backend", "local"),
                Map.of("COMPORTA_PARAMS", "{\"day\": \"today\", \"key\": \"sealed:{\\\"a\\\": [1]}\"}"),
                secrets, secretParams, folder, folder.resolve("log"));
        return new LaunchIntent(id, "command", launch.stored(), "token");
    }
}
