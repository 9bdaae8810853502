package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd, in the words of systemd itself where there is one. */
class ServiceUnitTest {
    private static final Path UNIT = Path.of("..", "docs", "comporta.service");

    @TempDir
    Path folder;

    @Test
    void systemdHasNothingToSay() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).exists();
        var unit = folder.resolve("comporta.service");
        // The program and its user are not installed where tests run.
        Files.writeString(unit, Files.readString(UNIT)
                .replace("ExecStart=/opt/comporta/comporta ", "ExecStart=/bin/true ").replace("User=comporta", "User=root")
                .replace("Group=comporta", "Group=root"));
        var process = new ProcessBuilder("systemd-analyze", "verify", unit.toString()).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.contains("comporta.service"))).isEmpty();
    }

    @Test
    void jobsOutliveTheScheduler() throws IOException {
        assertThat(Files.readString(UNIT)).contains("\nKillMode=process\n").contains("\nDelegate=yes\n");
    }
}
