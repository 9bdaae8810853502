package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachDatabase
class RoundTripTest {
    private static final DagId DAG = new DagId("nightly");

    private final Databases databases;

    @TempDir
    Path folder;

    RoundTripTest(Databases databases) {
        this.databases = databases;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsStoredIsLoaded(long seed) {
        var chance = new Chance(seed);
        try (var database = databases.withTables(folder)) {
            whatIsStoredIsLoaded(seed, chance, database);
        }
    }

    private static void whatIsStoredIsLoaded(long seed, Chance chance, FreshDatabase database) {
        var source = "tasks:\n".repeat(1 + chance.below(200_000)) + chance.words();
        List<TaskInstance> instances;
        List<Launch> launches = new ArrayList<>();
        List<Lease> leases;
        DagRun moved;
        NewRun fresh;
        try (var store = database.open()) {
            var version = store.pin(DAG, "/dags/nightly.yaml", source, chance.instant());
            fresh = chance.newRun(DAG, "key-" + seed, version.id());
            var created = chance.instances();
            var run = store.create(fresh, created, Chance.taskIds(created.size()));
            assertThat(store.load(run.id()).run()).isEqualTo(run);
            instances = store.load(run.id()).instances().stream()
                    .map(old -> chance.instance(old.task(), old.mapIndex(), chance.of(chance.everyState())))
                    .toList();
            moved = chance.moved(run);
            leases = List.of(chance.lease(run.id(), 1, 1), chance.lease(run.id(), 1, 2), chance.lease(run.id(), 4, 1));
            var at = chance.instant();
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.RunMoved(run, moved, at));
            for (var instance : instances) {
                var task = instance.task();
                var mapIndex = instance.mapIndex();
                changes.add(new Change.TaskMoved(run.id(), TaskInstance.fresh(task), instance, at));
                changes.add(new Change.TryOpened(run.id(), task, mapIndex, 1, chance.data(), at));
                for (var number = 1; number <= 2; number++) {
                    var launch = chance.launch(run, task, mapIndex, 1, number);
                    launches.add(launch);
                    changes.add(new Change.LaunchMoved(run.id(), Launch.intended(launch.intent(), task, at), at));
                    changes.add(new Change.LaunchMoved(run.id(), launch, at));
                }
            }
            leases.forEach(lease -> changes.add(new Change.LeaseMoved(lease, at)));
            store.commit(changes);
        }
        try (var store = database.open()) {
            var loaded = store.load(moved.id());
            assertThat(loaded.run()).isEqualTo(moved);
            assertThat(loaded.version()).isEqualTo(2);
            assertThat(loaded.path()).isEqualTo("/dags/nightly.yaml");
            assertThat(loaded.source()).isEqualTo(source);
            assertThat(loaded.selection()).isEqualTo(fresh.selection());
            assertThat(loaded.instances()).containsExactlyElementsOf(instances);
            assertThat(loaded.launches()).containsExactlyElementsOf(launches);
            assertThat(loaded.leases()).containsExactlyElementsOf(leases);
            assertThat(loaded.openTries()).hasSize(instances.size());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void aRunMayBeCreatedInAnyState(long seed) {
        var chance = new Chance(seed);
        var instances = chance.instances();
        try (var database = databases.withTables(folder); var store = database.open()) {
            var version = store.pin(DAG, "/dags/nightly.yaml", "", chance.instant());
            var run = store.create(chance.newRun(DAG, "one", version.id()), instances, Chance.taskIds(instances.size()));
            assertThat(store.load(run.id()).instances()).containsExactlyElementsOf(instances);
        }
    }

    @Test
    void theStatesOfTheTrialAreAllStates() {
        assertThat(new Chance(1).everyState().stream().map(TaskState::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(records(TaskState.class).toList());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Stream<Class<? extends TaskState>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of((Class<? extends TaskState>) (Class) type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(RoundTripTest::records).distinct();
    }

    @Test
    void outputsAreThoseOfTheLastSuccess() {
        var chance = new Chance(5);
        try (var database = databases.withTables(folder); var store = database.open()) {
            var version = store.pin(DAG, "/dags/nightly.yaml", "", chance.instant());
            var run = store.create(
                    chance.newRun(DAG, "one", version.id()), List.of(TaskInstance.fresh(0), TaskInstance.fresh(1)), Chance.taskIds(2));
            var at = chance.instant();
            for (var number = 1; number <= 3; number++) {
                var exit = number == 3
                        ? Exit.failure(Cause.USER, 1, "no")
                        : Exit.success(Map.of("rows", (long) number));
                store.commit(List.of(
                        new Change.TryOpened(run.id(), 0, -1, number, Map.of(), at),
                        new Change.TryClosed(run.id(), 0, -1, number, exit, at)));
            }
            store.commit(List.of(new Change.TryClosed(run.id(), 1, -1, 1, Exit.failure(Cause.USER, null, "?"), at)));
            assertThat(store.load(run.id()).outputs()).containsExactly(new StoredRun.Outputs(0, -1, Map.of("rows", 2L)));
            assertThat(store.load(run.id()).openTries()).isEmpty();
            assertThat(store.tries(run.id())).hasSize(4);
        }
    }
}
