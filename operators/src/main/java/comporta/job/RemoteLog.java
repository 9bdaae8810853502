package comporta.job;

import comporta.tasklog.LogStream;
import java.io.IOException;
import java.util.Optional;

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

    /**
     * What stands in an older part of a stream that its machine rotates, such as {@code stdout.1}.
     *
     * @param age 1: the part before the one that is written now
     * @return nothing when there is no such part
     * @throws IOException when nobody can say
     */
    default Optional<byte[]> older(LogStream stream, int age, long offset) throws IOException {
        return Optional.empty();
    }
}
