package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.operator.Progress;
import comporta.run.RunState;
import comporta.run.TaskState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
    private static final List<String> KEYS = List.of("at", "event", "run_id", "task_id", "map_index", "try_number", "state", "reason");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Pictures before = new Pictures().task("up", "scale-ec2").task("load", "command", "up");
    private final JsonLines screen = new JsonLines(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), before.dag());

    @Test
    void tellsTheRunFromItsStartToItsEnd() {
        var running = Pictures.run(RunState.RUNNING, null);
        var failed = new TaskState.Failed(Cause.USER, "exit code 3");
        var started = new Pictures().task("up", "scale-ec2").task("load", "command", "up").running("load", 1, 1, Progress.NONE);
        var halfWay = new Pictures().task("up", "scale-ec2").task("load", "command", "up").running("load", 1, 1, new Progress(0.5, 5, 10, "half"));
        var ended = new Pictures().task("up", "scale-ec2").task("load", "command", "up").ended("load", failed, 1, 1, 3)
                .ended("up", new TaskState.Success(), 1, 0, 1).lease("up", "itaipu", 3, 4, Lease.State.OPENING).predicted(3, "up", "load");

        screen.committed(running, List.of(new Change.RunMoved(Pictures.run(RunState.QUEUED, null), running, Pictures.START)));
        screen.committed(running, List.of(
                new Change.TaskMoved(1, before.instance("load"), started.instance("load"), Pictures.second(1)),
                new Change.TaskMoved(1, started.instance("load"), halfWay.instance("load"), Pictures.second(2))));
        screen.show(before.at(2.5));
        screen.committed(running, List.of(
                new Change.LeaseMoved(ended.at(3).leases().getFirst(), Pictures.second(2.75)),
                new Change.TaskMoved(1, halfWay.instance("load"), ended.instance("load"), Pictures.second(3))));
        screen.note("something to know");
        screen.ended(ended.at(3, RunState.FAILED), Path.of("/logs/nightly/run"));

        var run = "\"run_id\":\"" + Pictures.RUN + "\"";
        assertThat(out.toString(UTF_8)).isEqualTo("""
                {"at":"2030-01-01T04:00:00.000000Z","event":"run_started",RUN,"task_id":null,"map_index":null,"try_number":null,"state":"running","reason":null}
                {"at":"2030-01-01T04:00:01.000000Z","event":"task_state",RUN,"task_id":"load","map_index":null,"try_number":1,"state":"running","reason":null}
                {"at":"2030-01-01T04:00:02.000000Z","event":"progress",RUN,"task_id":"load","map_index":null,"try_number":1,"state":"running","reason":"half","progress":{"fraction":0.5,"done":5,"total":10}}
                {"at":"2030-01-01T04:00:02.750000Z","event":"lease",RUN,"task_id":"up","map_index":null,"try_number":null,"state":"opening","reason":"3 of 4 machines","pool":"itaipu","wanted":4,"registered":3}
                {"at":"2030-01-01T04:00:03.000000Z","event":"task_state",RUN,"task_id":"load","map_index":null,"try_number":1,"state":"failed","reason":"exit code 3"}
                {"at":"2030-01-01T04:00:03.000000Z","event":"run_ended",RUN,"task_id":null,"map_index":null,"try_number":null,"state":"failed","reason":null,"elapsed_s":3.0,"tasks":{"failed":1,"success":1},"critical_path":["up","load"],"log_dir":"/logs/nightly/run"}
                """.replace("RUN", run));
        assertThat(err.toString(UTF_8)).isEqualTo("comporta: something to know\n");
    }

    @Test
    void aForecastIsToldAgainWhenItHasMoved() {
        screen.show(before.predicted(10).at(1));
        screen.show(before.predicted(10.5).at(2));
        screen.show(before.predicted(11).at(3));

        assertThat(out.toString(UTF_8).lines()).hasSize(2).allSatisfy(line -> assertThat(PlainData.mapFromJson(line))
                .containsEntry("event", "forecast").containsEntry("reason", "by history").containsKey("predicted_end")
                .containsKeys(KEYS.toArray(String[]::new)));
    }

    @Test
    void linesOfTheLoopWaitForTheScreensOwnThread() {
        screen.committed(Pictures.run(RunState.RUNNING, null), List.of(
                new Change.RunMoved(Pictures.run(RunState.QUEUED, null), Pictures.run(RunState.RUNNING, null), Pictures.START)));
        assertThat(out.toString(UTF_8)).isEmpty();

        screen.show(before.at(1));
        assertThat(out.toString(UTF_8)).contains("run_started");
    }
}
