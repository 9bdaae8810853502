package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import comporta.dag.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backups that the manual tells how to make, made while the database is written to, and put back. */
class BackupTest {
    private static final Deed ANA = new Deed(Instant.parse("2030-01-01T12:00:00Z"), "ana", Origin.COMMAND_LINE, null);

    @TempDir
    Path folder;

    /** What was committed before the backup was begun is in it, and all of it fits together. */
    private static void assertThatItHolds(StoreSettings restored, int committed) {
        try (var store = Store.open(restored)) {
            assertThat(store.upkeep().verify()).isEmpty();
            assertThat(store.audit().last()).isGreaterThanOrEqualTo(committed);
            assertThat(store.pools().find("spark").orElseThrow().slots()).isGreaterThanOrEqualTo(committed);
        }
    }

    /** Commits without end until it is told to stop; how many are done, another thread may read. */
    private static CompletableFuture<Void> writing(FreshDatabase database, AtomicInteger committed, AtomicBoolean stop) {
        return CompletableFuture.runAsync(() -> {
            try (var store = database.open()) {
                while (!stop.get()) {
                    var next = committed.get() + 1;
                    store.pools().set("spark", next, false, "x".repeat(next % 2000), ANA);
                    committed.set(next);
                }
            }
        });
    }

    private static void await(AtomicInteger committed, int count) {
        while (committed.get() < count) {
            Moment.pass();
        }
    }

    @Test
    void anH2FileIsCopiedWhileItIsWrittenTo() throws IOException {
        var committed = new AtomicInteger();
        var stop = new AtomicBoolean();
        try (var database = Databases.H2.withTables(folder)) {
            var writing = writing(database, committed, stop);
            for (int copy = 1; copy <= 10; copy++) {
                await(committed, copy * 50);
                var before = committed.get();
                var file = folder.resolve("copy-" + copy + ".mv.db");
                Files.copy(folder.resolve("comporta.mv.db"), file);
                assertThatItHolds(StoreSettings.h2(file, "test"), before);
            }
            stop.set(true);
            writing.join();
        }
    }

    @Test
    void aPostgresqlIsDumpedWhileItIsWrittenTo() throws IOException, InterruptedException {
        var tools = PostgresqlServer.binaries();
        assumeThat(tools.resolve("pg_dump")).exists();
        var committed = new AtomicInteger();
        var stop = new AtomicBoolean();
        try (var database = FreshPostgresql.create(); var restored = FreshPostgresql.create()) {
            var writing = writing(database, committed, stop);
            await(committed, 100);
            var before = committed.get();
            var dump = folder.resolve("comporta.dump").toString();
            run(tools.resolve("pg_dump").toString(), "--format=custom", "--file=" + dump, address(database));
            run(tools.resolve("pg_restore").toString(), "--no-owner", "--exit-on-error", "--dbname=" + address(restored), dump);
            assertThatItHolds(restored.settings(), before);
            stop.set(true);
            writing.join();
        }
    }

    private static String address(FreshDatabase database) {
        return database.url().replace("jdbc:postgresql://", "postgresql://comporta@");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
