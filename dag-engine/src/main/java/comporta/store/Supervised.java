package comporta.store;

import java.util.List;
import java.util.Map;

/** Jobs from outside any DAG that report to the supervisor. All that writes is for the thread that writes. */
public final class Supervised {
    private final Store store;
    private final Writer writer;

    Supervised(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Those that have not ended, each as it was kept last. */
    public List<Map<String, Object>> open() {
        return store.read(SupervisedRows::open);
    }

    /**
     * Keeps a job as it stands.
     *
     * @param job plain data; what is under {@code token} is a secret, and is never exported
     */
    public void keep(String uuid, Map<String, Object> job, boolean isOpen) {
        writer.write(session -> {
            SupervisedRows.write(session, uuid, job, isOpen);
            return true;
        });
    }
}
