package comporta.app;

import comporta.elasticity.SupervisorMemory;
import comporta.store.Supervised;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the supervisor has to remember, in the database: read from any thread, written by the one that writes. */
final class StoredSupervision implements SupervisorMemory {
    private final Supervised supervised;
    private final Consumer<Runnable> desk;

    /** @param desk has a thing done by the thread that writes, and returns when it is committed */
    StoredSupervision(Supervised supervised, Consumer<Runnable> desk) {
        this.supervised = supervised;
        this.desk = desk;
    }

    @Override
    public List<Map<String, Object>> open() {
        return supervised.open();
    }

    @Override
    public void keep(String uuid, Map<String, Object> job, boolean isOpen) {
        desk.accept(() -> supervised.keep(uuid, job, isOpen));
    }
}
