package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Progress;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.secret.KeyFile;
import comporta.secret.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looking after a database. */
@OnEachDatabase
class UpkeepTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Deed ANA = new Deed(NOON, "ana", Origin.COMMAND_LINE, null);
    private static final DagId NIGHTLY = new DagId("nightly");

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;
    private long version;

    UpkeepTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        version = store.pin(NIGHTLY, "/dags/nightly.yaml", "dag: nightly", NOON).id();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private DagRun run(String key, RunType type, int tasks) {
        var run = new NewRun(NIGHTLY, key, version, type, NOON, null, null, Map.of(), Map.of(), "", NOON);
        return store.create(run, IntStream.range(0, tasks).mapToObj(TaskInstance::fresh).toList(), Chance.taskIds(tasks));
    }

    private DagRun over(String key, RunType type, int tasks) {
        var run = run(key, type, tasks);
        var changes = new ArrayList<Change>();
        for (int task = 0; task < tasks; task++) {
            var done = new TaskInstance(
                    task, -1, new TaskState.Success(), 1, 0, 0, true, NOON, NOON, NOON.plusSeconds(60), NOON, Progress.NONE, 0);
            changes.add(new Change.TaskMoved(run.id(), TaskInstance.fresh(task), done, NOON));
        }
        changes.add(new Change.RunMoved(run, run.started(NOON).ended(RunState.SUCCESS, null, "", NOON.plusSeconds(60)), NOON));
        store.commit(changes);
        return run;
    }

    private long clean(String before) {
        return store.upkeep().clean(Instant.parse(before), ANA, (_, _) -> { });
    }

    private List<String> lines(String table) {
        var lines = new ArrayList<String>();
        store.upkeep().export(NOON, lines::add);
        return lines.stream().filter(line -> line.contains("\"table\":\"" + table + "\"")).toList();
    }

    @Test
    void whatIsOverForLongGoesAndTheLastOfEachKindStays() {
        var night = over("scheduled-1", RunType.SCHEDULED, 2);
        var last = over("scheduled-2", RunType.SCHEDULED, 2);
        var large = over("manual-1", RunType.MANUAL, 150);
        var live = run("manual-2", RunType.MANUAL, 2);
        var leased = over("manual-3", RunType.MANUAL, 2);
        store.commit(List.of(new Change.LeaseMoved(new Lease(
                "l", leased.id(), 0, -1, 1, new LeaseTerms("spark", "m5", "simulated", 1, Duration.ofHours(1), Duration.ZERO), Lease.State.CLOSING, 0,
                NOON, NOON, null, null), NOON)));
        var newest = over("manual-4", RunType.MANUAL, 2);
        store.post(new Wish(0, night.id(), Wish.Verb.CANCEL, List.of(), "ana", ""), "one", NOON);

        assertThat(clean("2030-01-01T12:01:00Z")).as("they ended then, not before").isZero();
        assertThat(store.upkeep().cleanable(Instant.parse("2030-02-01T00:00:00Z"))).isEqualTo(2);
        assertThat(clean("2030-02-01T00:00:00Z")).isEqualTo(2);

        assertThat(List.of(night, large)).noneMatch(run -> store.has(run.id()));
        assertThat(List.of(last, live, leased, newest)).allMatch(run -> store.has(run.id()));
        assertThat(store.history(large.id(), 0, 1)).isEmpty();
        assertThat(lines("task_instance")).hasSize(8);
        assertThat(lines("inbox")).as("and the wishes of it").isEmpty();
        assertThat(lines("task_duration")).as("for forecasts").hasSize(152);
        assertThat(store.audit().after(0, 9)).last().extracting(AuditEntry::verb, AuditEntry::before)
                .containsExactly("clean", "2 runs that ended before 2030-02-01T00:00:00Z");
        assertThat(store.upkeep().verify()).isEmpty();
    }

    @Test
    void anExportHoldsEveryRowAndNoSecret() {
        over("manual-1", RunType.MANUAL, 3);
        var sealer = Sealer.of(folder.resolve("key"), new SecureRandom());
        store.connections().set("warehouse", Map.of("host", "db", "password", "hunter22"), sealer, ANA);
        store.people().add("ana", Role.ADMIN, Map.of(), "a hash of hunter23", NOON);
        var lines = new ArrayList<String>();
        var rows = store.upkeep().export(NOON, lines::add);
        assertThat(lines).hasSize((int) rows + 1);
        assertThat(lines.getFirst()).contains("\"comporta_export\":1").contains("\"schema\":" + Schema.NEWEST);
        assertThat(lines).allSatisfy(line -> assertThat(PlainData.mapFromJson(line)).isNotEmpty());
        assertThat(lines("task_instance")).hasSize(3);
        assertThat(lines("run").getFirst()).contains("\"run_key\":\"manual-1\"").contains("\"queued_at\":\"2030-01-01T12:00:00Z\"");
        assertThat(String.join("\n", lines)).doesNotContain("hunter22").doesNotContain("hunter23").contains("\"password\\\":\\\"v1:");
        assertThat(KeyFile.read(folder.resolve("key"), new SecureRandom())).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            update run set state = 4 where id = 1                              | run 1 is not in the state that its history ends with
            update run set ended_at = null where id = 1                        | run 1 is over, and it is not said since when
            update run set dag_id = 'other' where id = 1                       | run 1 is pinned to a version of its DAG that is not there
            delete from dag_source                                             | DAG version 1 has no text
            update task_instance set state = 9 where task_no = 1               | a task of run 1 is not in the state that its history ends with: task-1
            update task_instance set state = 3 where task_no = 1               | run 1 is over, and not all of its tasks are at rest
            delete from history where id = (select max(id) from history)       | run 1 is not in the state that its history ends with
            delete from run where id = 1                                       | there are tasks of run 1, which is not there
            update audit set who = 'eve'                                       | audit entry 1 (create of pools/p by eve) is not as it was written, or the one before it
            """)
    void whatDoesNotFitTogetherIsFound(String sql, String finding) {
        over("manual-1", RunType.MANUAL, 2);
        store.pools().set("p", 1, false, "", ANA);
        assertThat(store.upkeep().verify()).isEmpty();
        store.close();
        database.meddle(sql);
        store = database.open();
        assertThat(store.upkeep().verify()).first().isEqualTo(finding);
    }

    @Test
    void aSchemaIsLookedAtWithoutBeingTouched() {
        store.close();
        assertThat(Upkeep.schema(database.settings())).isEqualTo(new Upkeep.SchemaState(Schema.NEWEST, Schema.NEWEST));
        store = database.open();
        try (var empty = databases.empty(folder.resolve("empty"))) {
            assertThat(Upkeep.schema(empty.settings())).isEqualTo(new Upkeep.SchemaState(0, Schema.NEWEST));
        }
        assertThat(folder.resolve("empty/comporta.mv.db")).doesNotExist();
    }
}
