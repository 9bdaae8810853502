package comporta.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small cases whose answers are known: by hand, by counting, or by integrating finely. */
class VectorsTest {
    private static final Offset<Double> EXACTLY = within(1e-6);

    static Stream<Map<String, Object>> cpm() {
        return Vectors.of("cpm");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cpm")
    void pathsSlackAndLatestStarts(Map<String, Object> vector) {
        var given = Vectors.Case.of(vector);
        var expect = Vectors.map(vector.get("expect"));
        var due = given.expected(vector.get("deadlines"));
        var found = CriticalPath.of(
                given.unlimited(), given.numbers("duration"), new double[due.length], due, Vectors.number(Vectors.map(vector.get("deadlines")), "*"));
        assertThat(found.end()).isEqualTo(Vectors.number(expect, "end"), EXACTLY);
        assertThat(found.earliestStart()).containsExactly(given.expected(expect.get("earliest_start")), EXACTLY);
        assertThat(found.earliestEnd()).containsExactly(given.expected(expect.get("earliest_end")), EXACTLY);
        same(found.latestStart(), given.expected(expect.get("latest_start")));
        same(found.latestEnd(), given.expected(expect.get("latest_end")));
        same(found.slack(), given.expected(expect.get("slack")));
        assertThat(given.named(found.path().stream().mapToInt(Integer::intValue).toArray())).isEqualTo(expect.get("critical_path"));
    }

    /** NaN and null stand for nothing due. */
    private static void same(double[] found, double[] expected) {
        assertThat(Arrays.stream(found).mapToObj(each -> Double.isNaN(each) ? "-" : Double.toString(each)))
                .containsExactlyElementsOf(Arrays.stream(expected).mapToObj(each -> Double.isNaN(each) ? "-" : Double.toString(each)).toList());
    }

    static Stream<Map<String, Object>> listSchedule() {
        return Vectors.of("list_schedule");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listSchedule")
    void slotsAndWhatLetEachStart(Map<String, Object> vector) {
        var given = Vectors.Case.of(vector);
        var expect = Vectors.map(vector.get("expect"));
        double[] durations = given.numbers("duration");
        var schedule = new Schedule(given.slots((int) Vectors.number(vector, "slots"), given.expected(vector.get("priority"))));
        assertThat(schedule.play((task, _) -> durations[task])).isEqualTo(Vectors.number(expect, "end"), EXACTLY);
        assertThat(schedule.start).containsExactly(given.expected(expect.get("start")), EXACTLY);
        assertThat(schedule.end).containsExactly(given.expected(expect.get("end_of_task")), EXACTLY);
        var by = new HashMap<String, Object>();
        for (int task = 0; task < durations.length; task++) {
            int who = schedule.enabledBy[task];
            by.put(given.names().get(task),
                    who == Schedule.BEGINNING
                            ? "start"
                            : who >= 0
                            ? given.names().get(who)
                            : "slot:" + given.names().get(Schedule.freer(who)));
        }
        assertThat(by).isEqualTo(expect.get("enabled_by"));
        assertThat(given.named(schedule.chain()).reversed()).isEqualTo(expect.get("critical_chain"));
    }

    static Stream<Map<String, Object>> finite() {
        return Vectors.of("finite");
    }

    /** Every outcome once: the distribution itself, not a sample of it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("finite")
    void everyOutcomeCounted(Map<String, Object> vector) {
        var given = Vectors.Case.of(vector);
        var expect = Vectors.map(vector.get("expect"));
        var choices = given.names().stream().map(name -> Vectors.numbers(Vectors.map(vector.get("samples")).get(name))).toList();
        int outcomes = choices.stream().mapToInt(each -> each.length).reduce(1, (one, other) -> one * other);
        var schedule = new Schedule(given.unlimited());
        var ends = new double[outcomes];
        var critical = new double[choices.size()];
        var tails = new double[choices.size()][outcomes];
        double due = Vectors.number(vector, "deadline");
        int late = 0;
        for (int outcome = 0; outcome < outcomes; outcome++) {
            var durations = new double[choices.size()];
            int rest = outcome;
            for (int task = 0; task < durations.length; task++) {
                durations[task] = choices.get(task)[rest % choices.get(task).length];
                rest /= choices.get(task).length;
            }
            ends[outcome] = schedule.play((task, _) -> durations[task]);
            for (int task : schedule.chain()) {
                critical[task] += 1.0 / outcomes;
            }
            double[] tail = given.unlimited().tails(durations);
            for (int task = 0; task < tail.length; task++) {
                tails[task][outcome] = tail[task];
            }
            late += ends[outcome] > due ? 1 : 0;
        }
        assertThat(smallest(ends, 0.5)).isEqualTo(Vectors.number(expect, "p50"), EXACTLY);
        assertThat(smallest(ends, 0.9)).isEqualTo(Vectors.number(expect, "p90"), EXACTLY);
        assertThat((double) late / outcomes).isEqualTo(Vectors.number(expect, "p_late"), EXACTLY);
        assertThat(critical).containsExactly(given.expected(expect.get("criticality")), EXACTLY);
        assertThat(Arrays.stream(tails).mapToDouble(tail -> due - smallest(tail, 0.9)).toArray())
                .containsExactly(given.expected(expect.get("latest_safe_start_90")), EXACTLY);
    }

    private static double smallest(double[] values, double q) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(q * sorted.length - 1e-9) - 1];
    }

    static Stream<Map<String, Object>> nightFactor() {
        return Vectors.of("night_factor");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nightFactor")
    void whatTheNightIsLike(Map<String, Object> vector) {
        var factor = NightFactor.of(g -> Math.exp(-g * g / 0.08), 0, 0);
        for (var each : (List<?>) Objects.requireNonNull(vector.get("finished"))) {
            var task = Vectors.map(each);
            factor.finished(Math.log(Vectors.number(task, "duration")) - Vectors.number(task, "mu"), Vectors.number(task, "loading"),
                    Vectors.number(task, "scale"));
        }
        for (var each : (List<?>) Objects.requireNonNull(vector.get("running"))) {
            var task = Vectors.map(each);
            factor.running(Math.log(Vectors.number(task, "elapsed")) - Vectors.number(task, "mu"), Vectors.number(task, "loading"),
                    Vectors.number(task, "scale"));
        }
        factor.settle();
        var expect = Vectors.map(vector.get("expect"));
        var near = within(Vectors.number(vector, "tolerance"));
        assertThat(factor.mean()).isEqualTo(Vectors.number(expect, "mean"), near);
        assertThat(factor.quantile(0.1)).isEqualTo(Vectors.number(expect, "q10"), near);
        assertThat(factor.quantile(0.5)).isEqualTo(Vectors.number(expect, "q50"), near);
        assertThat(factor.quantile(0.9)).isEqualTo(Vectors.number(expect, "q90"), near);
    }

    static Stream<Map<String, Object>> midRun() {
        return Vectors.of("mid_run");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("midRun")
    void inTheMiddleOfARun(Map<String, Object> vector) {
        var given = Vectors.Case.of(vector);
        int n = given.names().size();
        var isLearned = String.valueOf(vector.get("name")).startsWith("night factor");
        var one = new double[n];
        Arrays.fill(one, isLearned ? 1 : 0);
        var shapes = new Shape[n];
        Arrays.fill(shapes, Shape.normal());
        var habits = new Habits(
                Arrays.stream(given.numbers("median")).map(Math::log).toArray(), one,
                given.numbers("scale"), shapes, new double[n], new double[] {1},
                NightFactor.of(g -> Math.exp(-g * g / 0.08), 0, 0), 0, 0, 0, 60, 0);
        double now = Vectors.number(vector, "now");
        var moment = new Moment(n, now);
        for (int task = 0; task < n; task++) {
            var of = Vectors.map(given.tasks().get(given.names().get(task)));
            double started = Vectors.number(of, "started");
            switch (String.valueOf(of.get("state"))) {
                case "success" -> moment.succeeded(task, Vectors.number(of, "ended"), Vectors.number(of, "ended") - started);
                case "running" -> moment.with(task, Moment.Phase.RUNNING, started);
                case "starts now" -> moment.with(task, Moment.Phase.READY, now);
                default -> moment.with(task, Moment.Phase.WAITING, now);
            }
        }
        var said = new Tonight(given.unlimited(), habits, new Correction(), 7, 20_000).at(moment);
        var expect = Vectors.map(vector.get("expect"));
        double near = Vectors.number(vector, "tolerance_relative");
        assertThat(said.end(0.5)).isEqualTo(Vectors.number(expect, "p50"), within(near * Vectors.number(expect, "p50")));
        assertThat(said.end(0.9)).isEqualTo(Vectors.number(expect, "p90"), within(near * Vectors.number(expect, "p90")));
        assertThat(said.late(Vectors.number(vector, "deadline"))).isEqualTo(Vectors.number(expect, "p_late"), within(Vectors.number(vector, "tolerance_p")));
    }

    static Stream<Map<String, Object>> calibration() {
        return Vectors.of("calibration");
    }

    @ParameterizedTest
    @MethodSource("calibration")
    void correctionByPastScores(Map<String, Object> vector) {
        double[] scores = Vectors.numbers(vector.get("scores"));
        Arrays.sort(scores);
        var by = Correction.by(scores, scores.length);
        var expect = Vectors.map(vector.get("expect"));
        assertThat(by.k50()).isEqualTo(Vectors.number(expect, "k50"), EXACTLY);
        assertThat(by.k90()).isEqualTo(Vectors.number(expect, "k90"), EXACTLY);
        // nine samples whose p50 and p90 are those of the case
        double[] ends = {9200, 9400, 9600, 9800, 10000, 10500, 11000, 11500, 12000};
        assertThat(by.of(ends, 0)[4]).isEqualTo(Vectors.number(expect, "p50"), within(1e-3));
        assertThat(by.of(ends, 0)[8]).isEqualTo(Vectors.number(expect, "p90"), within(1e-3));
    }

    static Stream<Map<String, Object>> conditional() {
        return Vectors.of("conditional").filter(vector -> vector.containsKey("scale_s"));
    }

    /** A task that outlived all others: only the tail is left. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("conditional")
    void beyondEverythingSeen(Map<String, Object> vector) {
        double s = Vectors.number(vector, "scale_s");
        double elapsed = Vectors.number(vector, "elapsed");
        double largest = Math.log(Vectors.number(vector, "largest_seen"));
        var shape = Shape.of(new double[] {(largest - 1) / s, largest / s});
        var expect = Vectors.map(vector.get("expect"));
        assertThat(Math.exp(s * shape.beyond(Math.log(elapsed) / s, 0.5))).isEqualTo(Vectors.number(expect, "end_p50"), EXACTLY);
        assertThat(Math.exp(s * shape.beyond(Math.log(elapsed) / s, 0.9))).isEqualTo(Vectors.number(expect, "end_p90"), EXACTLY);
    }

    static Stream<Map<String, Object>> within500() {
        return Vectors.of("conditional").filter(vector -> vector.containsKey("samples"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("within500")
    void whatIsLeftOfThoseThatRanLonger(Map<String, Object> vector) {
        double[] logs = Arrays.stream(Vectors.numbers(vector.get("samples"))).map(Math::log).toArray();
        var shape = Shape.of(logs);
        var drawn = new double[3000];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = Math.exp(shape.beyond(Math.log(Vectors.number(vector, "elapsed")), (i + 0.5) / drawn.length));
        }
        // between observations the form is interpolated: within a step of the answer that knows only them
        assertThat(Quantiles.of(drawn, 0.5)).isEqualTo(Vectors.number(Vectors.map(vector.get("expect")), "end_p50"), within(60.0));
        assertThat(Collections.min(Arrays.stream(drawn).boxed().toList())).isGreaterThanOrEqualTo(250);
    }
}
