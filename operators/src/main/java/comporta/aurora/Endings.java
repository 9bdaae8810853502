package comporta.aurora;

import comporta.job.RemoteJob;
import comporta.job.Sight;
import comporta.operator.Exit;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How tasks ended. Agents are asked for what they left, and one that does not answer soon keeps nobody from the ends of others. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Sandboxes sandboxes;
    /** By task. */
    private final Map<String, FutureTask<Exit>> asked = new ConcurrentHashMap<>();

    Endings(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** That it is over; how, is being asked. */
    Sight over(RemoteJob job, AuroraTask task) {
        var end = asked.computeIfAbsent(task.id(), _ -> {
            var question = new FutureTask<>(() -> exit(job, task));
            Thread.startVirtualThread(question);
            return question;
        });
        return new Sight.Over(() -> {
            try {
                return end.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (ExecutionException e) {
                throw new IllegalStateException("what " + task.id() + " left cannot be read", e);
            }
        });
    }

    private Exit exit(RemoteJob job, AuroraTask task) {
        return AuroraEnd.of(task, left(job, task), job.spec());
    }

    /** What cannot be read for good must not keep the end from being seen. */
    private Left left(RemoteJob job, AuroraTask task) {
        try {
            return job.spec().aurora().file() == null ? sandboxes.left(task) : Left.NOTHING;
        } catch (RuntimeException e) {
            LOG.warn("what {} left cannot be read", task.id(), e);
            return Left.NOTHING;
        }
    }

    /** Its end is on record. */
    void forget(String task) {
        asked.remove(task);
    }
}
