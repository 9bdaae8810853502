package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.operator.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Node pools come when their first consumer needs them, and go as their consumers do. */
final class JustInTimeTest {
    private static final String LATE = """
            dag: nightly
            tasks:
              long: {run: x, expected_duration: %s}
              up: {operator: scale-ec2, expected_duration: 4m, node_pool: {name: p, nodes: 3, instance_types: m5.xlarge, start: %s}}
              work: {run: x, depends_on: [long, up], expected_duration: 10m, job: {node_pool: p}}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: work}
            """;

    @ParameterizedTest(name = "{0}, {1} before it: asked for after {2}")
    @CsvSource(textBlock = """
            jit,   100m, PT96M
            jit,   5m,   PT0S
            eager, 100m, PT0S
            """)
    void machinesAreAskedForWhenTheirFirstConsumerIsNear(String start, String before, Duration notBefore) {
        var night = Scenario.of(dag(LATE.formatted(before, start)));
        night.starts("long");
        var asked = Duration.ZERO;
        while (night.stateOf("up").equals("waiting")) {
            var situation = new Situation(night.view, List.of(night.view), null, _ -> _ -> null, night.now());
            assertThat(Unmet.of(situation, night.number("up"))).first().extracting(Reason::text).asString().contains("just in time");
            var next = Objects.requireNonNull(night.view.nextDue());
            asked = asked.plus(Duration.between(night.now(), next));
            night.timePasses(Duration.between(night.now(), next));
        }
        // They are asked for a boot and a half and a quarter of what is left before that: consumers may be ready sooner.
        var mayBe = notBefore.isZero() ? Duration.ZERO : Duration.ofMinutes(5);
        assertThat(asked).isBetween(notBefore.minus(mayBe), notBefore);
    }

    @Test
    void machinesAreAskedForAtOnceWhenTheWaitEndsSoonerThanExpected() {
        var night = Scenario.of(dag(LATE.formatted("100m", "jit")));
        night.starts("long");
        night.timePasses(Duration.ofMinutes(1));
        assertThat(night.stateOf("up")).isEqualTo("waiting");
        night.succeeds("long");
        assertThat(night.stateOf("up")).isEqualTo("launching");
    }

    @Test
    void machinesOfAGroupComeBeforeItsTurnWhenThatIsLateAndItsTasksWait() {
        var night = Scenario.of(dag("""
                dag: nightly
                groups:
                  g: {depends_on: long, node_pool: {name: p, nodes: 1, instance_types: m5.xlarge}, defaults: {expected_duration: 5m}}
                tasks:
                  long: {run: x, expected_duration: 100m, retries: 0}
                  work: {run: x, group: g}
                """));
        night.starts("long");
        night.timePasses(Duration.ofMinutes(60));
        assertThat(night.stateOf("scale-ec2-g")).isEqualTo("waiting");
        night.timePasses(Duration.ofMinutes(55));
        assertThat(night.states()).containsEntry("scale-ec2-g", "launching").containsEntry("work", "waiting");
        night.succeeds("scale-ec2-g");
        assertThat(night.stateOf("work")).as("its machines are there, what it waits for is not").isEqualTo("waiting");
        night.fails("long");
        assertThat(night.states()).containsEntry("work", "upstream_failed").containsEntry("downscale-ec2-g", "launching");
        night.endsWell();
        assertThat(night.lease("scale-ec2-g")).isEqualTo(Lease.State.CLOSED);
    }

    @Test
    void machinesGoAsTheirConsumersEndButNeverBeforeADriverHasEnded() {
        var night = Scenario.of(dag("""
                dag: nightly
                tasks:
                  up: {operator: scale-ec2, node_pool: {name: p, nodes: 5, instance_types: m5.xlarge}}
                  driver: {operator: spark-driver, depends_on: up, job: {command: x}, spark: {node_pool: p}}
                  a: {run: x, depends_on: up, retries: 1, retry_delay: 1m, job: {node_pool: p}}
                  b: {run: x, depends_on: up, job: {node_pool: p}}
                  down: {operator: downscale-ec2, teardown_of: up, depends_on: [driver, a, b]}
                """));
        night.succeeds("up");
        assertThat(shrunk(night)).isEmpty();
        night.succeeds("driver");
        assertThat(shrunk(night)).containsExactly(2);
        night.fails("a");
        assertThat(shrunk(night)).as("it is tried again").containsExactly(2);
        night.succeeds("b");
        assertThat(shrunk(night)).containsExactly(2, 1);
        night.wishes(Wish.Verb.CLEAR, "b");
        assertThat(night.stateOf("up")).as("a pool that has become smaller is brought up anew").isNotEqualTo("success");
    }

    @Test
    void eagerMachinesStayUntilAllIsDone() {
        var night = Scenario.of(dag(LATE.formatted("1m", "eager")));
        night.succeeds("up", "long");
        assertThat(shrunk(night)).isEmpty();
        assertThat(Objects.requireNonNull(night.view.lease(night.number("up"))).registered()).isEqualTo(3);
    }

    static Dag dag(String yaml) {
        var reading = DagFiles.read("nightly.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> String.valueOf(reading.problems()));
    }

    private static List<Integer> shrunk(Scenario night) {
        var sizes = new ArrayList<Integer>();
        night.each(Command.Shrink.class, shrink -> sizes.add(shrink.lease().registered()));
        return sizes;
    }
}
