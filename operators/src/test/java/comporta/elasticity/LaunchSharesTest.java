package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.DagSketch;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.operator.Allotment;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Prospect;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given before a launch: cores of a Spark driver's executors, machines of the pool that they run on. */
class LaunchSharesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final String DRIVER = """
            {"job": {"backend": "aurora", "command": "x"}, "elasticity": {"min_cpus": 40, "max_cpus": 160},
             "spark": {"node_pool": "itaipu", "total_cores": 120, "executor_cores": 8, "dynamic_allocation": {"min": 2, "max": 30}}}
            """;

    private final List<String> told = new ArrayList<>();
    private double pool = Double.POSITIVE_INFINITY;
    private final Ahead ahead = new Ahead();

    /** A driver that took an hour with 120 cores each night, more or less. */
    @ParameterizedTest(name = "{0} min left, took {1} min: {2} cores, {3}")
    @CsvSource(textBlock = """
            70,  58 61 60 59 62, 118, OVER_PERFORMANT
            80,  58 61 60 59 62, 102, OVER_PERFORMANT
            120, 58 61 60 59 62, 67,  OVER_PERFORMANT
            600, 58 61 60 59 62, 40,  OVER_PERFORMANT
            40,  58 61 60 59 62, 160, OUT_OF_REACH
            -5,  58 61 60 59 62, 160, OUT_OF_REACH
            100, 40 90 60 45 80, 136, UNDER_PERFORMANT
            80,  60,             138, UNDER_PERFORMANT
            """)
    void asFewCoresAsKeepTheDeadline(long left, String took, long cores, String state) {
        ahead.dueIn(left);
        for (var minutes : took.split(" ", -1)) {
            ahead.past.add(new Prospect.Past(Duration.ofMinutes(Long.parseLong(minutes)), null));
        }
        var allotted = allotted("itaipu").orElseThrow();
        assertThat(spark(allotted)).containsEntry("total_cores", cores);
        assertThat(allotted.decision()).containsEntry("state", state).containsEntry("actuator", "next try");
        assertThat(cpus(allotted)).isEqualTo((double) cores).isBetween(40.0, 160.0);
    }

    /** Nights with other shares count as what they would have taken, so it is not our own decisions that are learnt. */
    @Test
    void howMuchFasterItIsWithMoreCoresIsLearnt() {
        ahead.dueIn(80);
        for (int night = 0; night < 4; night++) {
            ahead.past.add(new Prospect.Past(Duration.ofMinutes(60), 120.0));
            ahead.past.add(new Prospect.Past(Duration.ofMinutes(85), 60.0));
        }
        assertThat(spark(allotted("itaipu").orElseThrow())).as("half of the cores took less than twice as long").containsEntry("total_cores", 88L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing is due              | false | model   | 60
            nobody knows how long       | true  | model   |
            its law counts iterations   | true  | classic | 60
            """)
    void elseItHasWhatIsWritten(String why, boolean due, String law, @Nullable Long usual) {
        if (due) {
            ahead.dueIn(70);
        }
        ahead.usual = usual == null ? null : Duration.ofMinutes(usual);
        assertThat(shares(law).of(attempt("itaipu"), ahead)).as(why).isEmpty();
    }

    @Test
    void oneDeclaredDurationIsLessSureThanFiveNights() {
        ahead.dueIn(80);
        ahead.usual = Duration.ofMinutes(60);
        assertThat(spark(allotted("itaipu").orElseThrow())).containsEntry("total_cores", 138L);
    }

    @Test
    void dynamicAllocationIsBoundedByTheSameCores() {
        ahead.dueIn(120);
        ahead.usual = Duration.ofMinutes(60);
        assertThat(spark(allotted("itaipu").orElseThrow())).containsEntry("total_cores", 91L)
                .containsEntry("dynamic_allocation", Map.of("min", 2L, "max", 12L));
    }

    /** It has its cores until its end: what usually keeps the deadline is asked for even if it must be waited for. */
    @ParameterizedTest(name = "pool {0}, {1} held by {5} that has its last chance in {2} min and wants {3}: {4}")
    @CsvSource(textBlock = """
            Infinity, 100, 5,   200, 138, iterations
            200,      100, 500, 100, 138, iterations
            200,      100, 500, 100, 100, a driver
            255,      100, 5,   120, 135, iterations
            255,      100, 5,   120, 135, a driver
            255,      100, 500, 120, 138, iterations
            120,      100, 5,   100, 89,  a driver
            """)
    void aPoolOfCpusIsSharedByUrgency(double cpus, double held, long chance, double wanted, long cores, String who) {
        pool = cpus;
        ahead.dueIn(80);
        ahead.usual = Duration.ofMinutes(60);
        ahead.others = List.of(rival(held, NOW.plus(Duration.ofMinutes(chance)), wanted, who.equals("a driver")));
        assertThat(spark(allotted("itaipu").orElseThrow())).containsEntry("total_cores", cores);
    }

    @ParameterizedTest(name = "{0} min left, of them 6 until machines are there: {1} machines")
    @CsvSource(textBlock = """
            80,  19
            125, 12
            600, 8
            """)
    void aPoolHasAsManyMachinesAsItsDriverNeeds(long left, long nodes) {
        ahead.dueIn(left);
        ahead.usual = Duration.ofMinutes(60);
        ahead.boot = Duration.ofMinutes(4);
        var allotted = allotted("scale").orElseThrow();
        assertThat(PlainData.block(allotted.settings(), "node_pool")).containsEntry("nodes", nodes).containsEntry("min_nodes", 8L);
        assertThat(allotted.decision()).containsEntry("actuator", "machines");
        assertThat(cpus(allotted)).isEqualTo(nodes * 8.0);
        assertThat(String.valueOf(allotted.decision().get("why"))).startsWith(nodes + " of 20 machines: with ");
    }

    /** Fewer machines came than are written: no more cores are asked for than they have. */
    @Test
    void aDriverAsksForNoMoreThanItsMachinesHave() {
        ahead.dueIn(60);
        ahead.usual = Duration.ofMinutes(60);
        ahead.machines = 12;
        var allotted = allotted("itaipu").orElseThrow();
        assertThat(spark(allotted)).containsEntry("total_cores", 96L);
        assertThat(String.valueOf(allotted.decision().get("why"))).endsWith("; its node pool has 96");
    }

    @Test
    void aPoolThatOthersUseTooStaysAsItIsWritten() {
        ahead.dueIn(600);
        ahead.usual = Duration.ofMinutes(60);
        var with = dag(DRIVER, "{\"job\": {\"node_pool\": \"itaipu\", \"command\": \"y\"}}");
        assertThat(shares("model").of(attempt(with, "scale"), ahead)).isEmpty();
        assertThat(shares("model").of(attempt(dag(DRIVER, "{}"), "scale"), ahead)).isPresent();
    }

    @Test
    void aDecisionIsToldOnceItsLaunchIsSubmitted() {
        ahead.dueIn(70);
        ahead.usual = Duration.ofMinutes(60);
        var decision = allotted("itaipu").orElseThrow().decision();
        shares("model").submitted(intent(new LaunchSpec(Map.of("elasticity", Map.of("decision", decision)))));
        shares("model").submitted(intent(new LaunchSpec(Map.of())));
        assertThat(told).containsExactly("itaipu " + decision.get("why"));
    }

    private static double cpus(Allotment.Allotted allotted) {
        return allotted.decision().get("cpus") instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static Map<String, Object> spark(Allotment.Allotted allotted) {
        return PlainData.block(allotted.settings(), "spark");
    }

    private Optional<Allotment.Allotted> allotted(String task) {
        return shares("model").of(attempt(task), ahead);
    }

    private LaunchShares shares(String law) {
        return new LaunchShares(new Policy(law, 0.95, _ -> pool), "local", (id, share) -> told.add(id.task() + " " + share.why()));
    }

    private static Try attempt(String task) {
        return attempt(dag(DRIVER, "{}"), task);
    }

    private static Try attempt(Dag dag, String task) {
        var id = new TaskId(task);
        return new Try(dag, dag.task(id), "r1", -1, 1, dag.task(id).settings(), Map.of(), Path.of("dags"), Path.of("logs"), List.of(), 0);
    }

    private static Dag dag(String driver, String other) {
        var sketch = DagSketch.of("scale scales itaipu; itaipu after scale; other after itaipu");
        var tasks = new LinkedHashMap<TaskId, Task>(sketch.tasks());
        set(tasks, "scale", "scale-ec2", "{\"node_pool\": {\"name\": \"itaipu\", \"nodes\": 20, \"min_nodes\": 8}}");
        set(tasks, "itaipu", "spark-driver", driver);
        set(tasks, "other", "command", other);
        return sketch.with(tasks);
    }

    private static void set(Map<TaskId, Task> tasks, String id, String operator, String settings) {
        var task = Objects.requireNonNull(tasks.get(new TaskId(id)));
        tasks.put(new TaskId(id), new Task(
                task.id(), operator, "", "", task.dependsOn(), task.triggerRule(), null, Map.of(), task.retry(), List.of(), task.timeouts(), null, "default",
                1, 0, null, false, false, List.of(), task.alerts(), Map.of(), Map.of(), Map.of(), List.of(), null, null, task.targets(),
                PlainData.mapFromJson(settings)));
    }

    private static LaunchIntent rival(double held, Instant lastChance, double wanted, boolean isDriver) {
        var decision = new LinkedHashMap<String, Object>(Map.of(
                "cpus", held, "wanted", wanted, "last_chance", lastChance.toString(), "predicted_end", NOW.toString(), "due_by", NOW.toString()));
        if (isDriver) {
            decision.put("actuator", "next try");
        }
        return intent(new LaunchSpec(Map.of("job", Map.of("backend", "aurora"), "elasticity", Map.of("decision", decision))));
    }

    private static LaunchIntent intent(LaunchSpec spec) {
        return new LaunchIntent(new LaunchId(DagSketch.of("a").id(), "r1", new TaskId("itaipu"), -1, 1, 1), "spark-driver", spec, "token");
    }

    /** A run that has so long until its driver must be over. */
    private static final class Ahead implements Prospect {
        private final List<Past> past = new ArrayList<>();
        private Optional<Instant> due = Optional.empty();
        private @Nullable Duration usual;
        private @Nullable Duration boot;
        private @Nullable Integer machines;
        private List<LaunchIntent> others = List.of();

        void dueIn(long minutes) {
            due = Optional.of(NOW.plus(Duration.ofMinutes(minutes)));
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Optional<Instant> dueBy(TaskId task) {
            return due;
        }

        @Override
        public Optional<Duration> usual(TaskId task) {
            return Optional.ofNullable(task.value().equals("scale") ? boot : usual);
        }

        @Override
        public List<Past> past(TaskId task) {
            return past;
        }

        @Override
        public Optional<Integer> machines(String pool) {
            return Optional.ofNullable(machines);
        }

        @Override
        public List<LaunchIntent> others() {
            return others;
        }
    }
}
