package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.operator.Exit;
import comporta.run.TaskInstance;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(-23)
class OpeningTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private StoreSettings settings() {
        return StoreSettings.h2(folder.resolve("comporta"), "test");
    }

    @Test
    void whoComesSecondIsToldWhoWasFirst() throws IOException {
        try (var _ = Store.open(settings())) {
            assertThatThrownBy(() -> Store.open(settings()))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessage("the database %s.mv.db is in use by process %d: an H2 file serves one process. "
                                    + "Stop that one, let it do the work, or use PostgreSQL",
                            folder.resolve("comporta"), ProcessHandle.current().pid());
        }
        Store.open(settings()).close();
        System.gc();   // what H2 finds left open, by whomever in this process, it complains of when any database is opened next
        Store.open(settings()).close();
        var complaints = folder.resolve("comporta.trace.db");
        assertThat(Files.exists(complaints) ? Files.readString(complaints) : "").doesNotContain(OpeningTest.class.getName());
    }

    @Test
    void aClosedStoreSaysSo() {
        var store = Store.open(settings());
        store.close();
        store.close();
        assertThatThrownBy(() -> store.pin(new DagId("nightly"), "", "", NOON)).hasMessage("the store is closed");
    }

    @Test
    void aFreshStoreIsACopyOfTheTemplate() throws IOException, SQLException {
        var template = folder.resolve("template.mv.db");
        Store.makeTemplate(template);
        mark(folder.resolve("template"), "select 1");
        var kept = Files.readAllBytes(template);

        try (var store = Store.open(StoreSettings.h2(folder.resolve("runs/one"), "test").from(template))) {
            assertThat(store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: nightly", NOON).number()).isEqualTo(1);
        }
        try (var store = Store.open(StoreSettings.h2(folder.resolve("runs/one"), "test").from(template))) {   // it exists by now
            assertThat(store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: monthly", NOON).number()).isEqualTo(2);
        }
        assertThat(Files.readAllBytes(template)).isEqualTo(kept);
    }

    /** Who resumes a stream of another database is told so by its number, which copies must not share. */
    @Test
    void copiesOfATemplateHaveTheirOwnStreams() throws SQLException {
        var template = folder.resolve("template.mv.db");
        Store.makeTemplate(template);
        var keys = new HashSet<Long>();
        for (int copy = 0; copy < 5; copy++) {
            var file = folder.resolve("copy-" + copy);
            Store.open(StoreSettings.h2(file, "test").from(template)).close();
            keys.add(streamKey(file));
            Store.open(StoreSettings.h2(file, "test").from(template)).close();
            assertThat(keys).as("once only").contains(streamKey(file));
        }
        assertThat(keys).hasSize(5);
    }

    private static long streamKey(Path base) throws SQLException {
        try (var connection = DriverManager.getConnection(H2Database.url(base), "sa", "");
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select stream_key from installation")) {
            answer.next();
            return answer.getLong(1);
        }
    }

    @Test
    void withoutATemplateTheTablesAreMade() {
        try (var store = Store.open(StoreSettings.h2(folder.resolve("one"), "test").from(folder.resolve("none.mv.db")))) {
            assertThat(store.live()).isEmpty();
        }
    }

    @Test
    void anOldSchemaIsCopiedAndBroughtUpToDate() {
        Flyway.configure()
                .dataSource(H2Database.url(folder.resolve("comporta")), "sa", "")
                .locations("classpath:comporta/migrations/common", "classpath:comporta/migrations/h2")
                .target("23")
                .load()
                .migrate();

        Store.open(settings()).close();

        assertThat(folder.resolve("comporta.schema-23.zip")).exists();
    }

    @Test
    void aNewerSchemaIsLeftAlone() throws SQLException {
        Store.open(settings()).close();
        mark(folder.resolve("comporta"), "update \"flyway_schema_history\" set \"version\" = '999' where \"version\" = '001'");

        assertThatThrownBy(() -> Store.open(settings())).hasMessageContaining("has schema 999, and this Comporta knows only up to");
    }

    @Test
    void theNewestMigrationIsTheOneThatTheProgramKnows() throws Exception {
        var where = Schema.class.getResource("/comporta/migrations").toURI();
        if (where.getScheme().equals("jar")) {
            try (var jar = FileSystems.newFileSystem(where, Map.of())) {
                assertThatMigrationsAreComplete(jar.getPath("/comporta/migrations"));
            }
        } else {
            assertThatMigrationsAreComplete(Path.of(where));
        }
    }

    private static void assertThatMigrationsAreComplete(Path files) throws IOException {
        try (var found = Files.walk(files)) {
            assertThat(found.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".sql"))
                            .map(name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
                            .max(Integer::compare))
                    .contains(Schema.NEWEST);
        }
        assertThat(names(files.resolve("h2"))).isEqualTo(names(files.resolve("postgresql")));
    }

    private static List<String> names(Path files) throws IOException {
        try (var found = Files.list(files)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void compactionThatWasKilledIsUndone() throws IOException {
        try (var store = Store.open(settings())) {
            store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: nightly", NOON);
        }
        Files.move(folder.resolve("comporta.mv.db"), folder.resolve("comporta.before-compact"));
        Files.writeString(folder.resolve("comporta.mv.db"), "half a compaction");

        try (var store = Store.open(settings())) {
            assertThat(store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: monthly", NOON).number()).isEqualTo(2);
        }
        assertThat(folder.resolve("comporta.before-compact")).doesNotExist();
    }

    @Test
    void aStopMakesALargeFileSmall() throws IOException {
        var file = folder.resolve("comporta.mv.db");
        long before;
        try (var store = Store.open(settings())) {
            var chance = new Chance(1);
            var version = store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: nightly", NOON);
            var run = store.create(
                    chance.newRun(new DagId("nightly"), "one", version.id()), List.of(TaskInstance.fresh(0)), Chance.taskIds(1));
            var exit = Exit.success(Map.of("text", "x".repeat(200_000)));
            for (var time = 0; time < 200; time++) {
                store.commit(List.of(new Change.TryClosed(run.id(), 0, -1, 1, exit, NOON)));
            }
            before = Files.size(file);
        }
        assertThat(before).isGreaterThan(16L << 20);
        assertThat(Files.size(file)).isLessThan(before / 3);
        try (var store = Store.open(settings())) {
            assertThat(store.tries(store.live().getFirst().id())).hasSize(1);
        }
    }

    private static void mark(Path base, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(H2Database.url(base), "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
