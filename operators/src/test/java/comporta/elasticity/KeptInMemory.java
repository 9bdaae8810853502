package comporta.elasticity;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a supervisor remembers, for as long as a test goes on. */
final class KeptInMemory implements SupervisorMemory {
    private final Map<String, Map<String, Object>> open = new TreeMap<>();
    private final Map<String, Map<String, Object>> over = new TreeMap<>();

    @Override
    public synchronized List<Map<String, Object>> open() {
        return List.copyOf(open.values());
    }

    @Override
    public synchronized void keep(String uuid, Map<String, Object> job, boolean isOpen) {
        open.remove(uuid);
        (isOpen ? open : over).put(uuid, job);
        notifyAll();
    }

    /** Waits until a job has ended; a test that waits in vain is ended by its time limit. */
    synchronized void awaitEnd(String uuid) throws InterruptedException {
        while (!over.containsKey(uuid)) {
            wait();
        }
    }

    /** Waits until an iteration of a job was seen to run. */
    synchronized void awaitRunning(String uuid) throws InterruptedException {
        while (!"RUNNING".equals(open.getOrDefault(uuid, Map.of()).get("phase"))) {
            wait();
        }
    }
}
