package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Change;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.operator.Progress;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlainLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Pictures dag = new Pictures().task("up", "scale-ec2").task("itaipu-families", "command", "up");
    private final PlainLines screen =
            new PlainLines(new PrintStream(out, true, UTF_8), new PrintStream(out, true, UTF_8), dag.dag(), ZoneOffset.UTC);

    @Test
    void tellsWhatLastsOrEnds() {
        var running = Pictures.run(RunState.RUNNING, null);
        screen.committed(running, List.of(new Change.RunMoved(Pictures.run(RunState.QUEUED, null), running, Pictures.START)));
        moves(1, new TaskState.Queued(Pictures.START), 0);
        moves(1, new TaskState.Launching(1, Pictures.second(1)), 1);
        moves(1, new TaskState.Running(1, Pictures.second(1)), 1);
        moves(4, new TaskState.UpForRetry(Cause.USER, "exit code 7", Pictures.second(9)), 1);
        moves(9, new TaskState.Running(2, Pictures.second(9)), 2);
        screen.committed(running, List.of(lease(2, 3), lease(2, 3)));
        moves(12, new TaskState.Failed(Cause.USER, "exit code 7"), 2);
        screen.show(dag.at(12));

        assertThat(out.toString(UTF_8)).isEqualTo("""
                04:00:00  nightly          started          manual-20300101T040000.000Z-k3f9
                04:00:01  itaipu-families  running
                04:00:04  itaipu-families  up_for_retry     exit code 7; try 2 at 04:00:09
                04:00:09  itaipu-families  running          try 2
                04:00:03  pool itaipu      opening          2 of 4 machines
                04:00:12  itaipu-families  failed           after 3.0s: exit code 7
                """);
    }

    @Test
    void saysThatItIsStillAtWorkAfterHalfAMinuteOfQuiet() {
        dag.running("itaipu-families", 1, 1, Progress.NONE).ended("up", new TaskState.Success(), 1, 0, 1).predicted(90);
        screen.show(dag.at(5));
        screen.show(dag.at(34.9));
        assertThat(out.toString(UTF_8)).isEmpty();

        screen.show(dag.at(35));
        screen.show(dag.at(50));
        assertThat(out.toString(UTF_8))
                .isEqualTo("04:00:35  … 1 of 2 done, under way: itaipu-families 34s, ends ≈04:01:30\n");
    }

    @Test
    void endsWithTheSummary() {
        screen.ended(dag.at(12, RunState.SUCCESS), Path.of("/logs"));

        assertThat(out.toString(UTF_8)).startsWith("\n✔ nightly succeeded after 12s: 2 waiting\n").endsWith("/logs\n");
    }

    private void moves(double second, TaskState to, int tries) {
        var running = Pictures.run(RunState.RUNNING, null);
        var from = TaskInstance.fresh(1);
        boolean ended = to instanceof TaskState.AtRest;
        var after = new TaskInstance(
                1, -1, to, tries, 0, 0, true, null, ended ? Pictures.second(second - 3) : null, ended ? Pictures.second(second) : null, null,
                Progress.NONE, null);
        screen.committed(running, List.of(new Change.TaskMoved(1, from, after, Pictures.second(second))));
    }

    private static Change lease(int registered, double second) {
        var lease = new Pictures().task("up", "scale-ec2").lease("up", "itaipu", registered, 4, Lease.State.OPENING).at(1).leases().getFirst();
        return new Change.LeaseMoved(lease, Pictures.second(second));
    }
}
