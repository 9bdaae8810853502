package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.job.JobSpec;
import comporta.operator.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no Python, or none with pystachio, an {@code .aurora} file says what to install. */
class NoPystachioTest {
    private static final JobKey KEY = new JobKey("jobs", "prod", "x");

    @TempDir
    Path folder;

    @Test
    void withoutPython() throws IOException {
        Files.writeString(folder.resolve("a.aurora"), "jobs = []");
        var spec = JobSpec.parse(Map.of("file", "a.aurora"));
        assertThatThrownBy(() -> new AuroraFiles("python-of-nobody").job(folder, KEY, "c", spec))
                .isInstanceOf(Refused.class)
                .hasMessage("an .aurora file needs python-of-nobody with pystachio, and there is no python-of-nobody. "
                        + "Install Python 3, and: pip install pystachio");
    }

    @Test
    void withoutPystachio() throws IOException {
        Files.writeString(folder.resolve("a.aurora"), "jobs = []");
        var python = Files.writeString(folder.resolve("python"), "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        var spec = JobSpec.parse(Map.of("file", "a.aurora"));
        assertThatThrownBy(() -> new AuroraFiles(python.toString()).job(folder, KEY, "c", spec))
                .hasMessage("an .aurora file needs pystachio, which " + python + " does not have. Run: " + python + " -m pip install pystachio");
    }
}
