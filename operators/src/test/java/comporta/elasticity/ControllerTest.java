package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.model.Shares;
import comporta.operator.LaunchId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Served jobs: what their law asks for, as far as the pool of their backend goes. */
class ControllerTest {
    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final Map<String, Object> TERMS = Map.of("min_cpus", 0.1, "max_cpus", 2);

    private final List<Measure> told = new ArrayList<>();

    @ParameterizedTest(name = "pool {0}, others {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Infinity |                          | all it wants
            4        | held 1 has 2 to go       | all it wants
            2        | held 1 has 2 to go       | the rest of the pool
            2.8      | held 1 lacks 1 is urgent | less, for the urgent one
            3        | held 1 lacks 1 has time  | all it wants
            1        | held 1 is new            | what it needs
            0.5      | held 2 is new            | what it needs
            """)
    void theAllocatorGrantsWhatOthersLeave(double pool, String others, String granted) {
        double wanted = next(Double.POSITIVE_INFINITY, List.of()).cpus();
        var share = next(pool, others == null ? List.of() : List.of(rival(others)));
        assertThat(share.wanted()).isEqualTo(wanted);
        switch (granted) {
            case "all it wants" -> assertThat(share.cpus()).isEqualTo(wanted);
            case "what it needs" -> assertThat(share.cpus()).as("with the largest share after this iteration the deadline can still be kept").isEqualTo(0.6);
            case "less, for the urgent one" -> {
                assertThat(share.cpus()).isEqualTo(0.8);
                assertThat(share.why()).contains("is what others leave; nightly.report is more urgent");
            }
            default -> assertThat(share.cpus()).isEqualTo(1.0);
        }
        assertThat(share.cpus()).isBetween(0.1, 2.0);
        if (share.cpus() < wanted) {
            assertThat(share.why()).startsWith("it would have " + Figures.share(wanted) + " (");
            assertThat(share.late()).as("it is likelier to be late with less").isGreaterThan(next(Double.POSITIVE_INFINITY, List.of()).late());
        }
    }

    /** A job that is in time gives back what it no longer needs, and the more urgent one is granted it at its next iteration. */
    @Test
    void whatOneGivesBackAnotherIsGranted() {
        var before = next(2, List.of(new Shares.Rival("nightly.report", 1.3, 0.1, 1.3, START, false)));
        var after = next(2, List.of(new Shares.Rival("nightly.report", 0.5, 0.1, 0.5, START, false)));
        assertThat(before.cpus()).isEqualTo(0.7);
        assertThat(after.cpus()).isGreaterThan(1);
    }

    /** Ten iterations of a minute each with one CPU, as its author says. */
    @ParameterizedTest(name = "{0} s until it is due, pool {1}, others {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1200 | Infinity | -                        | -    | -
            360  | Infinity | -                        | 1.35 | UNDER_PERFORMANT
            100  | Infinity | -                        | -    | -
            1200 | 1.5      | held 1 has 2 to go       | 0.5  | ON_PLAN
            1200 | 1        | held 1 is new            | 0.1  | ON_PLAN
            360  | 1        | held 1 is new            | 1.35 | UNDER_PERFORMANT
            """)
    void theFirstIterationHasWhatIsWrittenUnlessThatIsTooLittleOrTaken(
            long seconds, double pool, @Nullable String others, @Nullable Double granted, @Nullable String state) {
        var asked = new Shares.Asked(
                TERMS, Duration.ofMinutes(10), 10, List.of(), START.plusSeconds(seconds), 1, "local", others == null ? List.of() : List.of(rival(others)));
        var share = controller(pool).first(asked, START);
        assertThat(share.map(Shares.Share::cpus).orElse(null)).isEqualTo(granted);
        assertThat(share.map(Shares.Share::state).orElse(null)).isEqualTo(state);
    }

    @Test
    void aDecisionIsToldWithItsReason() {
        var share = next(1, List.of());
        controller(1).tell(new LaunchId(new DagId("nightly"), "r1", new TaskId("train"), -1, 1, 4), share);
        assertThat(told).extracting(Measure::name).containsExactly(
                "prediction_vs_deadline", "remaining_iterations", "current_cpu", "comporta.cpu_decision", "comporta.p_late");
        assertThat(told.get(3).meta()).containsEntry("reason", share.why()).containsEntry("state", "UNDER_PERFORMANT");
    }

    private Shares.Rival rival(String words) {
        var parts = words.split(" ", -1);
        double held = Double.parseDouble(parts[1]);
        return words.contains("new")
                ? new Shares.Rival("nightly.new", held, 0.1, null, null, false)
                : new Shares.Rival(
                        "nightly.report", held, 0.1, held + (words.contains("lacks") ? Double.parseDouble(parts[3]) : 0),
                        words.contains("urgent") ? START : START.plus(Duration.ofDays(1)), false);
    }

    /** Three of ten iterations took a minute each with one CPU, and there are four minutes left for seven. */
    private Shares.Share next(double pool, List<Shares.Rival> rivals) {
        var done = IntStream.range(0, 3).mapToObj(i -> new Shares.Ran(START.plusSeconds(60L * i), START.plusSeconds(60L * i + 60), 1)).toList();
        return controller(pool).next(new Shares.Asked(
                TERMS, Duration.ofMinutes(10), 10, done, START.plusSeconds(180 + 300), 1, "local", rivals)).orElseThrow();
    }

    private Controller controller(double pool) {
        return new Controller(new Policy("model", 0.95, _ -> pool), told::addAll, InstantSource.fixed(START));
    }
}
