package comporta.spark;

import comporta.job.LogCopy;
import comporta.job.RemoteLog;
import comporta.tasklog.LogFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/** The streams of one executor, copied as they grow. */
final class ExecutorLog {
    private final LogCopy copy;
    private final LogFollower follower;
    private boolean whole;

    /** @throws IOException when its folder cannot be made */
    ExecutorLog(Path folder, long limit) throws IOException {
        this.copy = new LogCopy(folder, 1);
        this.follower = new LogFollower(folder, limit, 0);
    }

    /**
     * Takes over what is new.
     *
     * @param ended whether nothing more is written
     * @throws IOException when nobody can say now
     */
    void copy(RemoteLog remote, boolean ended, Instant now) throws IOException {
        if (whole) {
            return;
        }
        try {
            boolean all = copy.copy(remote);
            whole = all && ended;
            follower.poll(now, whole);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
