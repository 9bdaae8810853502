package comporta.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches that did not start, and must not: should one appear after all, it is ended, and nobody hears of it. */
final class Withdrawn {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawn.class);
    /** A wish of an earlier life that was on its way when it was withdrawn has arrived by then, or never will. */
    private static final long WATCHED_FOR = Duration.ofMinutes(10).toNanos();

    private final RemoteSystem system;
    private final Queue<Each> launches = new ConcurrentLinkedQueue<>();

    private record Each(RemoteLaunch launch, long until) {}

    Withdrawn(RemoteSystem system) {
        this.system = system;
    }

    void add(RemoteLaunch launch) {
        launches.add(new Each(launch, System.nanoTime() + WATCHED_FOR));
    }

    boolean isEmpty() {
        return launches.isEmpty();
    }

    /** Those are forgotten that were watched for long enough. */
    void letGo() {
        launches.removeIf(each -> each.until() - System.nanoTime() < 0);
    }

    List<RemoteJob> jobs() {
        return launches.stream().map(each -> each.launch().job).toList();
    }

    /**
     * Ends what appeared.
     *
     * @throws Unseen when the cluster cannot be asked
     */
    void take(Map<String, Sight> sights) throws Unseen {
        for (var each : launches) {
            var job = each.launch().job;
            switch (sights.getOrDefault(job.name(), new Sight.Absent())) {
                case Sight.Running _, Sight.Pending _ -> {
                    LOG.warn("{} started after it was withdrawn, and is ended", job.name());
                    system.stop(job, true);
                    system.remove(job);
                }
                case Sight.Over _, Sight.Absent _, Sight.Dim _ -> { }
            }
        }
    }
}
