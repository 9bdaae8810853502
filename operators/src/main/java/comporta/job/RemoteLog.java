package comporta.job;

import comporta.tasklog.LogStream;
import java.io.IOException;

/** The streams of a job as the machine where it runs, or ran, gives them. */
@FunctionalInterface
public interface RemoteLog {

    /**
     * What stands there from {@code offset} bytes on, as much as one answer holds.
     *
     * @return empty when nothing more stands there now
     * @throws IOException when nobody can say
     */
    byte[] read(LogStream stream, long offset) throws IOException;
}
