package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class LeasesTest {
    private static final String MACHINES = """
            dag: night
            tasks:
              up: {operator: scale-ec2, node_pool: {name: pool, nodes: 1, instance_types: m5.xlarge, market: spot}}
              work: {run: work, depends_on: up}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: work}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    LeasesTest(Databases databases) {
        this.databases = databases;
    }

    private static List<String> leases(Shift shift) {
        return shift.stored().leases().stream().map(lease -> lease.id() + " " + lease.state().name().toLowerCase(Locale.ROOT)).toList();
    }

    @Test
    void aLeaseOpensWithItsSetUpAndClosesWithItsTeardown() {
        try (var shift = Shift.of(databases, folder, MACHINES)) {
            assertThat(leases(shift)).containsExactly("night.manual-1.up opening");
            shift.machines.succeeds("up");
            shift.work();
            assertThat(leases(shift)).containsExactly("night.manual-1.up open");
            shift.jobs.succeeds("work");
            shift.work();
            assertThat(leases(shift)).containsExactly("night.manual-1.up closing");
            shift.downscale.succeeds("down");
            shift.work();
            assertThat(leases(shift)).containsExactly("night.manual-1.up closed");
            assertThat(shift.machines.releases()).isEmpty();
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void whatNoTeardownGaveBackIsReleasedUntilItIsGoneAlsoByTheNextProcess() {
        try (var shift = Shift.of(databases, folder, MACHINES)) {
            shift.machines.succeeds("up");
            shift.work();
            shift.machines.gone(false);
            shift.wish(Wish.Verb.FORCE);
            shift.jobs.ends("work", Exit.failure(Cause.USER, 137, "KILL"));
            shift.turn();
            assertThat(shift.runState()).isEqualTo("cancelled");
            shift.work();
            assertThat(shift.machines.releases()).hasSize(1);
            shift.timePasses(Duration.ofSeconds(1));
            shift.timePasses(Duration.ofSeconds(1));
            shift.timePasses(Duration.ofSeconds(1));
            assertThat(shift.machines.releases()).as("at once, after 1 s, and 2 s later").hasSize(3).containsOnly("night.manual-1.up");
            assertThat(shift.over).as("it still holds machines").isEmpty();

            shift.machines.gone(true);
            shift.restart();
            assertThat(shift.machines.releases()).hasSize(4);
            assertThat(leases(shift)).containsExactly("night.manual-1.up closed");
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void clearedWorkRunsOnTheMachinesThatAreStillThere() {
        try (var shift = Shift.of(databases, folder,
                MACHINES.replace("depends_on: work", "depends_on: [work, other]")
                        .replace("  work:", "  other: {run: other, depends_on: up}\n  work:"))) {
            shift.machines.succeeds("up");
            shift.work();
            shift.jobs.succeeds("work");
            shift.work();
            shift.wish(Wish.Verb.CLEAR, "work");
            assertThat(shift.states()).containsEntry("up", "success").containsEntry("work", "launching");
        }
    }

    @Test
    void clearedWorkSetsUpAnewWhatWasGivenBack() {
        try (var shift = Shift.of(databases, folder, MACHINES)) {
            shift.machines.succeeds("up");
            shift.work();
            shift.jobs.succeeds("work");
            shift.work();
            shift.downscale.succeeds("down");
            shift.work();
            assertThat(shift.over).hasSize(1);

            assertThat(shift.wish(Wish.Verb.CLEAR, "work")).isEqualTo("granted for 3");
            assertThat(shift.states()).hasToString("{down=waiting, up=launching, work=waiting}");
            assertThat(leases(shift)).containsExactly("night.manual-1.up closed", "night.manual-1.up.2 opening");
            shift.machines.succeeds("up");
            shift.work();
            shift.jobs.succeeds("work");
            shift.work();
            shift.downscale.succeeds("down");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
            assertThat(shift.over).hasSize(2);
        }
    }

    @Test
    void aSetUpStartsOverOnlyOnceItsFormerMachinesAreGone() {
        try (var shift = Shift.of(databases, folder, MACHINES)) {
            shift.machines.succeeds("up");
            shift.work();
            shift.jobs.succeeds("work");
            shift.work();
            assertThat(shift.states()).containsEntry("down", "launching");
            shift.machines.gone(false);
            var wish = new Wish(0, shift.run.id(), Wish.Verb.CLEAR, List.of("work"), "ana", "");
            var id = shift.store.post(wish, "again", shift.clock.instant());
            shift.signal(new Signal.Wished(new Wish(id, wish.run(), wish.verb(), wish.tasks(), "ana", "")));
            shift.turn();
            shift.downscale.ends("down", Exit.failure(Cause.USER, 143, "TERM"));
            shift.turn();
            assertThat(shift.states()).hasToString("{down=waiting, up=waiting, work=waiting}");
            assertThat(shift.machines.submitted()).containsExactly("up.t1");
            shift.machines.gone(true);
            shift.work();
            shift.timePasses(Duration.ofSeconds(2));
            assertThat(shift.machines.submitted()).containsExactly("up.t1", "up.t2");
            assertThat(leases(shift)).containsExactly("night.manual-1.up closed", "night.manual-1.up.2 opening");
            assertThat(shift.stored().leases()).extracting(Lease::number).containsExactly(1, 2);
        }
    }
}
