package comporta.aurora;

import comporta.job.RemoteJob;
import comporta.job.Sight;
import comporta.operator.Exit;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** How tasks ended. Agents are asked for what they left, and one that does not answer soon keeps nobody from the ends of others. */
final class Endings {
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
        var left = job.spec().aurora().file() == null ? sandboxes.left(task) : Left.NOTHING;
        return AuroraEnd.of(task, left, job.spec());
    }

    /** Its end is on record. */
    void forget(String task) {
        asked.remove(task);
    }
}
