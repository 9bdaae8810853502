package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Notice;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
    private static final Instant DUE = Pictures.second(3600);

    private final Warnings warnings = new Warnings();
    private int seconds;

    @ParameterizedTest(name = "at {0}: told with {1}")
    @CsvSource(delimiter = '|', textBlock = """
            .1 .2 .3               | -                  | it is not likely
            .41 .41 .42 .5 .6      | .41                | once, however many forecasts there are
            .39 .41 .38 .42 .30    | .41                | about the line
            .4 .7 .8 .85 .93       | .4 .7 .85 .93      | the chance to keep it has halved each time
            .4 .99 1 .999          | .4 .99             | after that there is nothing to tell
            .5 .19 .3 .45          | .5 .45             | it was safe in between
            .5 .21 .3 .45          | .5                 | it never was
            """)
    void itIsToldOnceAndAgainWhenItIsWorse(String chances, String told, String why) {
        var heard = new ArrayList<String>();
        for (var chance : chances.split(" ", -1)) {
            if (!forecast(-1, -1, Double.parseDouble(chance)).isEmpty()) {
                heard.add(chance);
            }
        }
        assertThat(heard.isEmpty() ? "-" : String.join(" ", heard)).as(why).isEqualTo(told);
    }

    @Test
    void theFirstWordIsTheSameNoticeAfterARestart() {
        var first = forecast(-1, -1, 0.5).getFirst();
        var worse = forecast(-1, -1, 0.9).getFirst();
        assertThat(new Warnings().of(picture(), made(-1, -1, 0.8)).getFirst().key()).isEqualTo(first.key());
        assertThat(worse.key()).isNotEqualTo(first.key());
        assertThat(first.reason()).isEqualTo("50 % chance of missing the deadline of 2030-01-01T05:00:00Z; likely over at 2030-01-01T04:50:00Z");
    }

    @Test
    void theInstancesOfATaskAreToldApart() {
        assertThat(forecast(0, 0, 0.5)).extracting(Notice::subject).containsExactly("d.a[0]");
        assertThat(forecast(0, 1, 0.5)).extracting(Notice::subject).containsExactly("d.a[1]");
        assertThat(forecast(0, 1, 0.5)).isEmpty();
    }

    @Test
    void whoeverWantsNoneHearsNone() {
        assertThat(forecast(1, -1, 0.99)).isEmpty();
    }

    private List<Notice> forecast(int task, int mapIndex, double late) {
        return warnings.of(picture(), made(task, mapIndex, late));
    }

    private RunForecast made(int task, int mapIndex, double late) {
        var at = Pictures.second(seconds++);
        var deadline = new RunForecast.OfDeadline(task, mapIndex, 0, DUE, late, DUE.minusSeconds(600), DUE, null);
        return new RunForecast(at, DUE, DUE, 1, 0, 0, 400, List.of(), List.of(deadline), List.of(), List.of());
    }

    private static RunPicture picture() {
        var dag = dag();
        var graph = DagGraph.of(dag);
        var tasks = new ArrayList<TaskPicture>();
        for (var task : dag.tasks().values()) {
            var upstream = Arrays.stream(graph.upstream(tasks.size())).boxed().toList();
            tasks.add(new TaskPicture(
                    task, task.id().value(), upstream, TaskInstance.fresh(tasks.size()), "", null, List.of(), null, List.of()));
        }
        return new RunPicture(dag, Pictures.run(RunState.RUNNING, null), Pictures.START, tasks, List.of(), null, false, List.of(), null);
    }

    private static Dag dag() {
        return Objects.requireNonNull(DagFiles.read("d.yaml", """
                dag: d
                deadline: {within: 1h, at_risk: 0.4}
                on_deadline: [data-infra]
                tasks:
                  a: {run: a, deadline: {within: 1h}}
                  b: {run: b, deadline: {within: 1h, at_risk: 0}}
                """.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
    }
}
