package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of the nights holds for many of them. */
class GeneratedNightsTest {
    private static final int NIGHTS = 700;
    private static final int TASKS = 40;

    private final Dag dag = RehearsalTest.dag("dag: wide\ntasks:\n" + String.join("", IntStream.range(0, TASKS)
            .mapToObj(n -> "  t" + n + ": {run: x, expected_duration: 10m}\n").toList()) + "  up: {operator: scale-ec2, node_pool: {name: p, nodes: 2}}\n");

    @Test
    void aTaskLastsAboutAsLongAsExpectedAndAllOfANightAreSlowTogether() {
        var nights = nights(1);
        var shares = new double[NIGHTS][TASKS];
        for (int night = 0; night < NIGHTS; night++) {
            for (int task = 0; task < TASKS; task++) {
                shares[night][task] = Math.log(conduct(nights, night, "t" + task).lasts().toMillis() / 600_000.0);
            }
        }
        var ofNights = Arrays.stream(shares).map(night -> Arrays.stream(night).average().orElseThrow()).sorted().toList();
        assertThat(Math.exp(ofNights.get(NIGHTS / 2))).as("the median night").isBetween(0.85, 1.6);
        assertThat(ofNights.get(NIGHTS * 98 / 100) - ofNights.get(NIGHTS / 2)).as("a bad night").isGreaterThan(0.25);
        // If each task were slow by itself, the mean of forty would hardly move.
        assertThat(deviation(ofNights)).isGreaterThan(2 * 0.35 / Math.sqrt(TASKS));
    }

    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
        return Math.sqrt(values.stream().mapToDouble(value -> (value - mean) * (value - mean)).average().orElseThrow());
    }

    @Test
    void someTriesFailAndMachinesTakeTheirTime() {
        var nights = nights(2);
        var failed = new ArrayList<Conduct>();
        var boots = new ArrayList<Duration>();
        for (int night = 0; night < NIGHTS; night++) {
            for (int task = 0; task < TASKS; task++) {
                var conduct = conduct(nights, night, "t" + task);
                if (!conduct.exit().isSuccess()) {
                    failed.add(conduct);
                }
            }
            boots.add(conduct(nights, night, "up").lasts());
        }
        assertThat(failed.size() / (double) (NIGHTS * TASKS)).isBetween(0.006, 0.010);
        assertThat(failed).allSatisfy(conduct -> assertThat(conduct.exit().cause()).isEqualTo(Cause.USER));
        assertThat(boots.stream().sorted().toList().get(NIGHTS / 2)).isBetween(Duration.ofSeconds(210), Duration.ofSeconds(270));
        assertThat(boots.stream().filter(boot -> boot.compareTo(Duration.ofMinutes(12)) > 0).count()).as("stalled").isBetween(5L, 60L);
    }

    @Test
    void theSameSeedMakesTheSameNights() {
        assertThat(all(nights(3))).isEqualTo(all(nights(3))).isNotEqualTo(all(nights(4)));
    }

    private List<Conduct> all(GeneratedNights nights) {
        return IntStream.range(0, 20).boxed()
                .flatMap(night -> Stream.of("t0", "t1", "up").map(task -> conduct(nights, night, task))).toList();
    }

    private GeneratedNights nights(long seed) {
        var nights = new GeneratedNights(dag, seed, Map.of(), Map.of());
        for (int night = 0; night < NIGHTS; night++) {
            nights.next("night-" + night, DayOfWeek.of(1 + night % 7));
        }
        return nights;
    }

    private Conduct conduct(GeneratedNights nights, int night, String task) {
        return nights.of(new Try(
                dag, dag.task(new TaskId(task)), "night-" + night, -1, 1, Map.of(), Map.of(), Path.of("/"), Path.of("/"), List.of(), 0));
    }
}
