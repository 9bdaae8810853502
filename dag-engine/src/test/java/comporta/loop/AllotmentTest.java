package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import comporta.dag.TaskId;
import comporta.operator.Allotment.Allotted;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Prospect;
import comporta.store.CpuShare;
import comporta.store.Databases;
import comporta.store.GivenShare;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a try is given before its launch: what is known then, and what is kept of it. */
@OnEachDatabase
class AllotmentTest {
    private static final Instant MIDNIGHT = Instant.parse("2030-01-01T00:00:00Z");
    private static final TaskId LOAD = new TaskId("load");
    private static final String DAG = """
            dag: nightly
            owner: data
            deadline: {by: "06:00"}
            tasks:
              up: {operator: scale-ec2, node_pool: {name: up, nodes: 1}}
              load: {run: load, depends_on: up, retries: 1, retry_delay: 1m, job: {node_pool: up}}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: load}
              report: {run: report, depends_on: load, expected_duration: 20m}
            """;

    @TempDir
    Path folder;

    private final Databases databases;
    private final List<String> seen = new ArrayList<>();

    AllotmentTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void earlierRunsDeadlinesAndMachinesAreKnownAndEachDecisionIsOnRecord() {
        try (var shift = Shift.of(databases, folder, DAG)) {
            shift.jobs.gives((attempt, prospect) -> attempt.task().id().equals(LOAD) ? given(attempt.number(), prospect) : Optional.empty());
            bringUp(shift);
            assertThat(seen).containsExactly("due 05:40, 1 machines, no past");

            shift.jobs.starts("load");
            shift.work();
            shift.timePasses(Duration.ofMinutes(5));
            shift.jobs.ends("load", Exit.failure(Cause.USER, 1, "broken"));
            shift.work();
            shift.timePasses(Duration.ofMinutes(2));
            assertThat(shift.store.survey().shares(MIDNIGHT, MIDNIGHT.plusSeconds(86_400), 10))
                    .as("a try of its own has a decision of its own")
                    .extracting(CpuShare::task, CpuShare::tryNumber, share -> share.body().get("cpus"))
                    .containsExactly(tuple("load", 2, 20L), tuple("load", 1, 10L));
            assertThat(shift.store.survey().given(List.of(shift.run.id())))
                    .as("what each try had, and when, for what its duration teaches")
                    .containsExactly(
                            new GivenShare(shift.run.id(), LOAD, -1, 1, MIDNIGHT, 5, 10),
                            new GivenShare(shift.run.id(), LOAD, -1, 2, MIDNIGHT.plus(Duration.ofMinutes(7)), 5, 20));
            assertThat(shift.store.survey().given(List.of())).isEmpty();
            assertThat(shift.loop.runs().get(shift.run.id())).isNotNull();

            shift.restart();   // what was decided is what the try was rendered to: nobody asks once more
            assertThat(seen).hasSize(2);
            shift.jobs.starts("load");
            shift.work();
            shift.timePasses(Duration.ofMinutes(30));
            finish(shift);

            shift.run = shift.begin(DAG, "manual-2");
            bringUp(shift);
            assertThat(seen.getLast()).isEqualTo("due 05:40, 1 machines, 30 min with 20");
        }
    }

    private static void bringUp(Shift shift) {
        shift.machines.succeeds("up");
        shift.work();
    }

    private static void finish(Shift shift) {
        shift.jobs.succeeds("load");
        shift.work();
        shift.jobs.succeeds("report");
        shift.downscale.succeeds("down");
        shift.work();
        assertThat(shift.runState()).isEqualTo("success");
    }

    private Optional<Allotted> given(int number, Prospect prospect) {
        var past = prospect.past(LOAD).stream()
                .map(each -> each.took().toMinutes() + " min with " + Math.round(each.cpus() == null ? -1 : each.cpus())).toList();
        seen.add("due " + prospect.dueBy(LOAD).orElseThrow().toString().substring(11, 16) + ", " + prospect.machines("up").orElse(0) + " machines, "
                + (past.isEmpty() ? "no past" : String.join(", ", past)));
        var settings = new LinkedHashMap<String, Object>(Map.of("run", "load"));
        settings.put("cores", 10 * number);
        return Optional.of(new Allotted(settings, Map.of("cpus", 10 * number, "from", 5, "why", "a test says so")));
    }
}
