package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class FrameworkTest {
    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;

    FrameworkTest(Databases databases) {
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
    void anIdIsKeptForEachBackend() {
        var mesos = store.framework("mesos");
        assertThat(mesos.id()).isEmpty();
        mesos.be("f-1");
        mesos.be("f-2");
        store.framework("other").be("f-3");
        assertThat(mesos.id()).contains("f-2");
        mesos.forget();
        assertThat(mesos.id()).isEmpty();
        assertThat(store.framework("other").id()).contains("f-3");
    }

    @Test
    void tasksAreKnownFromTheirAssignmentUntilTheyAreForgotten() {
        var mesos = store.framework("mesos");
        mesos.assign(List.of(new Framework.Assignment("a", "S0", "http://10.0.0.1:5051"), new Framework.Assignment("b", "S0", "")));
        mesos.assign(List.of(new Framework.Assignment("b", "S1", "http://10.0.0.2:5051")));
        store.framework("other").assign(List.of(new Framework.Assignment("c", "S9", "")));
        assertThat(mesos.assigned()).containsExactly(
                new Framework.Assignment("a", "S0", "http://10.0.0.1:5051"), new Framework.Assignment("b", "S1", "http://10.0.0.2:5051"));
        mesos.unassign(List.of("a", "never was"));
        assertThat(mesos.assigned()).extracting(Framework.Assignment::task).containsExactly("b");
        mesos.forget();
        assertThat(mesos.assigned()).isEmpty();
        assertThat(store.framework("other").assigned()).hasSize(1);
    }
}
