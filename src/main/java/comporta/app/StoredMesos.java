package comporta.app;

import comporta.mesos.MesosMemory;
import comporta.store.Framework;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a Mesos backend has to remember, in the database: read from any thread, written by the one that writes. */
final class StoredMesos implements MesosMemory {
    private final Framework framework;
    private final Consumer<Runnable> desk;

    /** @param desk has a thing done by the thread that writes, and returns when it is committed */
    StoredMesos(Framework framework, Consumer<Runnable> desk) {
        this.framework = framework;
        this.desk = desk;
    }

    @Override
    public Optional<String> framework() {
        return framework.id();
    }

    @Override
    public void framework(String id) {
        desk.accept(() -> framework.be(id));
    }

    @Override
    public void forgetFramework() {
        desk.accept(framework::forget);
    }

    @Override
    public Map<String, Assignment> assigned() {
        return framework.assigned().stream()
                .collect(Collectors.toMap(Framework.Assignment::task, task -> new Assignment(task.agent(), task.agentUrl())));
    }

    @Override
    public void assign(Map<String, Assignment> tasks) {
        var rows = tasks.entrySet().stream()
                .map(task -> new Framework.Assignment(task.getKey(), task.getValue().agent(), task.getValue().agentUrl()))
                .toList();
        desk.accept(() -> framework.assign(rows));
    }

    @Override
    public void forget(Collection<String> tasks) {
        desk.accept(() -> framework.unassign(tasks));
    }
}
