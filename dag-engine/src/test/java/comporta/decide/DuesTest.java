package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagSketch;
import comporta.dag.TaskId;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By when a task must be over for a run that is due at six o'clock, and its report at half past four. */
class DuesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0} when others take {1} minutes: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            report |                                             | 04:30
            model  | report 20                                   | 04:10
            model  | report 20-50                                | 03:40
            load   | report 20-50, model 60-100                  | 02:20
            load   | report 20, model 60                         | 03:10
            load   | export 200, model 60, report 20             | 02:40
            load   | export 200-230, model 60, report 20         | 02:10
            load   | export 200, model 60-120, report 20         | 02:10
            export | report 20-50                                | 06:00
            """)
    void whatComesAfterIsLeftTheTimeThatItTakesInNineOfTenRuns(String task, String minutes, String due) {
        var history = new HashMap<TaskId, Took>();
        for (var each : minutes == null ? new String[0] : minutes.split(", ", -1)) {
            var words = each.split("[ -]", -1);
            var usual = Duration.ofMinutes(Long.parseLong(words[1]));
            history.put(new TaskId(words[0]), new Took(usual, words.length == 3 ? Duration.ofMinutes(Long.parseLong(words[2])) : usual));
        }
        assertThat(latestEnd(task, history)).isEqualTo(Instant.parse("2030-01-01T" + due + ":00Z"));
    }

    private static Instant latestEnd(String task, Map<TaskId, Took> history) {
        var dag = DagSketch.of("load; model after load; report after model; export after load");
        var plan = Plan.of(
                dag, each -> new Terms(each.retry(), Terms.PlatformRetries.DEFAULT, each.timeouts(), each.skipOn(), Duration.ofHours(6), false, 1), history);
        var run = new DagRun(
                1, dag.id(), "manual-1", 1, RunType.MANUAL, RunState.RUNNING, null, "", START, null, null, Map.of(), "", null, START, START, null);
        var view = new RunView(
                plan, run, IntStream.range(0, plan.size()).mapToObj(TaskInstance::fresh).toList(), new Slots(),
                new Capacity(Map.of(), 10, _ -> true), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()));
        view.with(List.of(
                due(TimeLimit.RUN, Duration.ofHours(6), TimeLimit.State.PENDING),
                due(Objects.requireNonNull(plan.number(new TaskId("report"))), Duration.ofMinutes(270), TimeLimit.State.PENDING),
                due(Objects.requireNonNull(plan.number(new TaskId("load"))), Duration.ofMinutes(5), TimeLimit.State.OFF)));
        return Objects.requireNonNull(Dues.latestEnd(view, Objects.requireNonNull(plan.number(new TaskId(task)))));
    }

    private static TimeLimit due(int task, Duration after, TimeLimit.State state) {
        return new TimeLimit(TimeLimit.Kind.DEADLINE, task, -1, 0, START.plus(after), state, null);
    }
}
