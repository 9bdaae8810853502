package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Lease;
import comporta.run.RunState;
import comporta.run.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {
    private static final Path LOGS = Path.of("/logs/nightly/run");

    @TempDir
    private Path log;

    @Test
    void tellsWhatFailedWhyAndWhereToReadOn() throws IOException {
        Files.writeString(log.resolve("stderr"), "loss is NaN\n\u001b[31mgave up\u001b[0m\n");

        assertThat(summary(Nights.failed(log), RunState.FAILED)).isEqualTo("""
                ✘ churn-model failed in try 3: exit code 3
                    │ loss is NaN
                    │ gave up
                    ╰ all of it: less LOG/stderr
                ✘ nightly failed after 12s: 1 failed, 1 upstream_failed, 9 success
                  run            manual-20300101T040000.000Z-k3f9
                  critical path  compile 2.5s → itaipu-families 2.5s → scale-ec2-churn 1.0s → churn-model 7.0s
                  slowest        churn-model 7.0s, compile 2.5s, itaipu-families 2.5s
                  logs           /logs/nightly/run
                """.replace("LOG", log.toString()));
    }

    @Test
    void showsStdoutWhenNothingWentToStderr() throws IOException {
        Files.writeString(log.resolve("stderr"), "");
        Files.writeString(log.resolve("stdout"), "said on stdout\n");

        assertThat(summary(Nights.failed(log), RunState.FAILED)).contains("│ said on stdout").contains("less " + log + "/stdout");
    }

    @Test
    void oneTaskNeedsNoPathAndNoSlowest() {
        var one = new Pictures().task("hello", "command").ended("hello", new TaskState.Success(), 1, 0, 0.2);

        assertThat(summary(one, RunState.SUCCESS)).isEqualTo("""
                ✔ nightly succeeded after 12s: 1 success
                  run            manual-20300101T040000.000Z-k3f9
                  logs           /logs/nightly/run
                """);
    }

    @Test
    void machinesThatAreStillThereAreTold() {
        var left = Nights.nightly().lease("scale-ec2-churn", "churn", 2, 2, Lease.State.CLOSING);

        assertThat(summary(left, RunState.CANCELLED))
                .startsWith("■ nightly was cancelled after 12s")
                .contains("machines       churn is still closing: 2 of 2 machines");
    }

    private static String summary(Pictures pictures, RunState state) {
        return Summary.of(pictures.at(12, state), LOGS).stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
