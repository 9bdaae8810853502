package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.run.TaskInstance;
import comporta.secret.KeyFile;
import comporta.secret.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people changed stands in the tables, and who did it in the audit. */
@OnEachDatabase
class AuditTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00.123456Z");
    private static final Deed ANA = new Deed(NOON, "ana", new Origin("admin", Via.API, "r-1"), "new release");

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;
    private Sealer sealer;

    AuditTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        sealer = Sealer.of(folder.resolve("key"), new SecureRandom());
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    /** All entries in short, the oldest first. */
    private List<String> told() {
        return store.audit().after(0, 100).stream()
                .map(entry -> entry.seq() + " " + entry.who() + " " + entry.verb() + " " + entry.subject() + ": " + entry.before() + " -> " + entry.after())
                .toList();
    }

    @Test
    void aVariableIsMadeChangedAndRemoved() {
        var variables = store.variables();
        variables.set("itaipu_version", "\"1.0\"", "", ANA);
        assertThat(variables.set("itaipu_version", "\"1.1\"", "of the driver", ANA).version()).isEqualTo(2);
        assertThat(variables.find("itaipu_version")).contains(
                new StoredVariable("itaipu_version", "\"1.1\"", false, "of the driver", 2, NOON, "ana"));
        assertThat(variables.remove("itaipu_version", ANA)).isTrue();
        assertThat(variables.remove("itaipu_version", ANA)).isFalse();
        assertThat(variables.all()).isEmpty();
        assertThat(told()).containsExactly(
                "1 ana create variables/itaipu_version: null -> \"1.0\"",
                "2 ana change variables/itaipu_version: \"1.0\" -> \"1.1\"",
                "3 ana delete variables/itaipu_version: \"1.1\" -> null");
        assertThat(store.audit().after(0, 1)).containsExactly(
                new AuditEntry(1, NOON, "ana", ANA.origin(), "create", "variables/itaipu_version", null, "\"1.0\"", "new release"));
        assertThat(store.audit().last()).isEqualTo(3);
    }

    @Test
    void secretsAreSealedAndNeverTold() {
        store.variables().setSecret("token", "\"hunter22\"", "", sealer, ANA);
        store.connections().set("warehouse", Map.of("host", "db", "password", "hunter22", "api_key", "k-1234"), sealer, ANA);
        var connection = store.connections().set("warehouse", Map.of("host", "db2", "api_key", ""), sealer, ANA);

        assertThat(connection.fields()).isEqualTo(Map.of("host", "db2"));
        assertThat(connection.secrets()).as("what is not named stays, what is empty goes").containsOnlyKeys("password");
        assertThat(Connections.opened(connection, sealer).field("password")).contains("hunter22");
        assertThat(Variables.opened(store.variables().find("token").orElseThrow(), sealer)).isEqualTo("\"hunter22\"");
        assertThat(store.variables().all().toString() + store.connections().all() + told()).doesNotContain("hunter22").doesNotContain("k-1234");
        assertThat(store.variables().find("token").orElseThrow().body()).startsWith("v1:");
        assertThat(told()).containsExactly(
                "1 ana create variables/token: null -> ***",
                "2 ana create connections/warehouse: null -> {\"api_key\":\"***\",\"host\":\"db\",\"password\":\"***\"}",
                "3 ana change connections/warehouse: {\"api_key\":\"***\",\"host\":\"db\",\"password\":\"***\"} -> {\"host\":\"db2\",\"password\":\"***\"}");
    }

    @Test
    void afterARotationTheNewKeyAloneOpensWhatIsInTheTables() {
        store.variables().setSecret("token", "\"hunter22\"", "", sealer, ANA);
        store.connections().set("warehouse", Map.of("password", "hunter22"), sealer, ANA);
        var ofARun = sealer.seal("\"kept\"", "params.token");

        KeyFile.rotate(folder.resolve("key"), new SecureRandom());
        assertThat(store.connections().reseal(sealer, ANA)).isEqualTo(2);

        var alone = new Sealer(KeyFile.read(folder.resolve("key"), new SecureRandom()), new SecureRandom());
        assertThat(Variables.opened(store.variables().find("token").orElseThrow(), alone)).isEqualTo("\"hunter22\"");
        assertThat(Connections.opened(store.connections().find("warehouse").orElseThrow(), alone).field("password")).contains("hunter22");
        assertThat(sealer.open(ofARun, "params.token")).as("by the old key, which stays in the file").isEqualTo("\"kept\"");
        assertThat(told()).last().isEqualTo("3 ana rotate key key: null -> 2 secrets sealed anew");
    }

    @Test
    void poolsAndCalendars() {
        store.pools().set("spark", 4, false, "drivers", ANA);
        store.pools().set("spark", 4, true, "drivers", ANA);
        store.pools().set("spark", 6, true, "drivers", ANA);
        assertThat(store.pools().all()).containsExactly(new Pool("spark", 6, true, "drivers", 3, NOON, "ana"));
        store.pools().remove("spark", ANA);
        store.calendars().set("brazil", "holidays: []\n", ANA);
        assertThat(store.calendars().find("brazil")).contains(new StoredCalendar("brazil", "holidays: []\n", 1, NOON, "ana"));
        assertThat(store.calendars().remove("brazil", ANA)).isTrue();
        assertThat(told()).startsWith(
                "1 ana create pools/spark: null -> 4 slots",
                "2 ana pause pools/spark: 4 slots -> 4 slots, paused",
                "3 ana change pools/spark: 4 slots, paused -> 6 slots, paused",
                "4 ana delete pools/spark: 6 slots, paused -> null");
    }

    @Test
    void aSettledWishLeavesAnEntry() {
        var dag = new DagId("nightly");
        var run = store.create(
                new Chance(1).newRun(dag, "one", store.pin(dag, "/dags/nightly.yaml", "dag: nightly", NOON).id()), List.of(TaskInstance.fresh(0)),
                Chance.taskIds(1));
        var kill = store.post(new Wish(0, run.id(), Wish.Verb.KILL, List.of("a", "b"), "ana", "it hangs"), ANA.origin(), "k1", NOON);
        var pause = store.post(new Wish(0, 0, dag, Wish.Verb.PAUSE, List.of(), Map.of(), "bia", ""), "k2", NOON);
        store.commit(List.of(
                new Change.WishSettled(run.id(), kill, "granted", NOON), new Change.WishSettled(0, pause, "refused: it is paused", NOON)));
        store.commit(List.of(new Change.WishSettled(run.id(), kill, "granted", NOON)));   // settled already
        assertThat(store.audit().after(0, 9)).containsExactly(
                new AuditEntry(1, NOON, "ana", ANA.origin(), "kill", "dags/nightly/runs/one/tasks/a,b", null, "granted", "it hangs"),
                new AuditEntry(2, NOON, "bia", Origin.COMMAND_LINE, "pause", "dags/nightly", null, "refused: it is paused", null));
    }

    @Test
    void entriesAreFound() {
        for (var name : List.of("a", "a_b", "a/x")) {
            store.audit().add(new Deed(NOON, "ana", Origin.ENGINE, null).of("tell", name, null, null));
        }
        store.audit().add(new Deed(NOON.plusSeconds(1), "bia", Origin.ENGINE, null).of("ask", "a", null, null));
        assertThat(found(AuditFilter.ALL)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(found(new AuditFilter("a", null, null, null))).as("and all below it").containsExactly(4L, 3L, 1L);
        assertThat(found(new AuditFilter(null, "ana", "tell", null))).containsExactly(3L, 2L, 1L);
        assertThat(found(new AuditFilter(null, null, null, NOON.plusSeconds(1)))).containsExactly(4L);
        assertThat(store.audit().before(3, AuditFilter.ALL, 1)).extracting(AuditEntry::seq).containsExactly(2L);
    }

    private List<Long> found(AuditFilter filter) {
        return store.audit().before(Long.MAX_VALUE, filter, 10).stream().map(AuditEntry::seq).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            update audit set who = 'eve' where seq = 2                    | audit entry 2 (change of pools/spark by eve) is not as it was written, or the one before it
            update audit set after_text = null where seq = 3              | audit entry 3 (change of pools/spark by ana) is not as it was written, or the one before it
            delete from audit where seq = 2                               | audit entries 2 to 2 are missing
            delete from audit where seq = 3                               | audit entries 3 to 3 are missing at its end
            update audit_head set seq = 2                                 | audit_head was changed or removed: it does not know of entry 3
            delete from audit_head                                        | audit_head was changed or removed: it does not know of entry 3
            update audit set hash = 'x' where seq = 1                     | audit entry 1 (create of pools/spark by ana) is not as it was written, or the one before it
            """)
    void whatWasTamperedWithIsFoundWithItsPlace(String sql, String finding) {
        for (int slots = 1; slots <= 3; slots++) {
            store.pools().set("spark", slots, false, "", ANA);
        }
        assertThat(store.audit().verify()).isEmpty();
        store.close();
        database.meddle(sql);
        store = database.open();
        assertThat(store.audit().verify()).first().isEqualTo(finding);
    }
}
