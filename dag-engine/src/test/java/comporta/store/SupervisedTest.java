package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class SupervisedTest {
    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;

    SupervisedTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void aJobIsKeptAsItStandsUntilItHasEnded() {
        var supervised = store.supervised();
        supervised.keep("a", Map.of("uuid", "a", "cpus", 1L), true);
        supervised.keep("b", Map.of("uuid", "b", "token", "secret"), true);
        supervised.keep("a", Map.of("uuid", "a", "cpus", 2L), true);
        assertThat(supervised.open()).containsExactly(Map.of("uuid", "a", "cpus", 2L), Map.of("uuid", "b", "token", "secret"));
        supervised.keep("a", Map.of("uuid", "a", "cpus", 2L), false);
        assertThat(supervised.open()).containsExactly(Map.of("uuid", "b", "token", "secret"));
    }

    @Test
    void itsTokenIsNotExported() {
        store.supervised().keep("b", Map.of("uuid", "b", "token", "secret"), true);
        var lines = new ArrayList<String>();
        store.upkeep().export(Instant.parse("2026-11-21T12:00:00Z"), lines::add);
        assertThat(lines).anyMatch(line -> line.contains("supervised")).noneMatch(line -> line.contains("secret"));
    }
}
