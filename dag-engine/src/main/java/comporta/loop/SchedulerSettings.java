package comporta.loop;

import comporta.secret.Vault;
import java.time.Duration;

/**
 * What the configuration says to an engine that serves schedules.
 *
 * @param vault seals secret parameters of the runs that are created here, and opens those of wishes
 * @param backfillRuns how many runs of one backfill are active at the same time, where it says nothing
 * @param overdue how long a tick may be due before the watchdog tells of it
 */
public record SchedulerSettings(Vault vault, int backfillRuns, Duration overdue) {
    /** As the documents say. */
    public static SchedulerSettings of(Vault vault) {
        return new SchedulerSettings(vault, 10, Duration.ofMinutes(1));
    }
}
