package comporta.elasticity;

import java.util.List;
import java.util.Map;

/** What the supervisor has to remember over restarts. */
public interface SupervisorMemory {

    /** Every job that has not ended, as it was kept last. */
    List<Map<String, Object>> open();

    /**
     * Keeps a job as it stands; committed when this returns.
     *
     * @param isOpen false: it has ended
     */
    void keep(String uuid, Map<String, Object> job, boolean isOpen);
}
