package comporta.spark;

import comporta.job.LogCopy;
import comporta.job.RemoteLog;
import comporta.tasklog.LogFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/** The streams of one executor, copied as they grow. While its agent does not answer, that is tried less and less. */
final class ExecutorLog {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final LogCopy copy;
    private final LogFollower follower;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean whole;
    private Duration pause = FIRST_PAUSE;
    private Instant due = Instant.MIN;

    /** @throws IOException when its folder cannot be made */
    ExecutorLog(Path folder, long limit) throws IOException {
        this.copy = new LogCopy(folder, 1);
        this.follower = new LogFollower(folder, limit, 0);
    }

    /**
     * Takes over what is new.
     *
     * @param ended whether nothing more is written
     * @param last whether it is not tried again
     * @throws IOException when nobody can say now
     */
    void copy(RemoteLog remote, boolean ended, boolean last, Instant now) throws IOException {
        if (last) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return;   // the look before still waits for its agent
        }
        try {
            if (!whole && (last || !now.isBefore(due))) {
                copy(remote, ended, now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void copy(RemoteLog remote, boolean ended, Instant now) throws IOException {
        try {
            boolean all = copy.copy(remote);
            whole = all && ended;
            follower.poll(now, whole);
            pause = FIRST_PAUSE;
        } catch (IOException | UncheckedIOException e) {
            due = now.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
    }
}
