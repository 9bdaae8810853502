package comporta.app;

import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.decide.Capacity;
import comporta.decide.Surroundings;
import comporta.loop.Engine;
import comporta.store.Pool;
import comporta.store.Store;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What people have put into the tables for the engine to stand on: variables and connections that templates may read, and the sizes of
 * pools. All of their changes leave an entry in the audit, so its last number tells whether anything is new, whoever changed it.
 */
final class StoredSettings {
    private final Store store;
    private final ZoneId zone;
    private final int parallel;
    private final Predicate<Task> isLocal;
    private long seen;

    /**
     * @param zone for DAGs that name none
     * @param parallel local processes at the same time
     * @param isLocal whether a task's tries are processes of this machine
     */
    StoredSettings(Store store, ZoneId zone, int parallel, Predicate<Task> isLocal) {
        this.store = store;
        this.zone = zone;
        this.parallel = parallel;
        this.isLocal = isLocal;
        this.seen = store.audit().last();   // before anything is read: what is changed meanwhile is read twice
    }

    /** What templates can read; nothing of it is a secret. */
    Surroundings surroundings() {
        var variables = new LinkedHashMap<String, Object>();
        store.variables().all().stream().filter(each -> !each.secret())
                .forEach(each -> variables.put(each.name(), PlainData.fromJson(each.body())));
        var connections = new LinkedHashMap<String, Map<String, Object>>();
        store.connections().all().forEach(each -> {
            var fields = new LinkedHashMap<String, Object>(each.fields());
            fields.keySet().retainAll(LocalValues.OPEN_FIELDS);
            connections.put(each.name(), fields);
        });
        return new Surroundings(zone, variables, connections);
    }

    /** How much may run at the same time. */
    Capacity capacity() {
        var pools = store.pools().all();
        return new Capacity(
                pools.stream().collect(Collectors.toMap(Pool::name, Pool::slots)),
                pools.stream().filter(Pool::paused).map(Pool::name).collect(Collectors.toSet()), parallel, isLocal);
    }

    /** Lets the engine know what has been changed since it was told last; one thread at a time. */
    void refresh(Engine engine) {
        var last = store.audit().last();
        if (last != seen) {
            seen = last;
            engine.surround(surroundings());
            engine.resize(capacity());
        }
    }
}
