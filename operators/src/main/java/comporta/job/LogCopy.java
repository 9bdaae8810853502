package comporta.job;

import comporta.tasklog.LogStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Copies the streams of one launch, as they grow, to the end of those of its try. How far it is, the files themselves say: a copy that
 * was cut off goes on where it stood. Launches of one try write one after the other; where each began is kept beside the streams.
 */
public final class LogCopy {
    private final long stdoutStart;
    private final StreamCopy stdout;
    private final StreamCopy stderr;

    /**
     * @param number of the launch within its try, from 1
     * @throws IOException when the folder cannot be made or read
     */
    public LogCopy(Path folder, int number) throws IOException {
        Files.createDirectories(folder);
        var starts = number == 1 ? new long[2] : starts(folder.resolve(".start-" + number));
        stdoutStart = starts[0];
        stdout = new StreamCopy(folder, LogStream.STDOUT, number, starts[0]);
        stderr = new StreamCopy(folder, LogStream.STDERR, number, starts[1]);
    }

    private static long[] starts(Path file) throws IOException {
        try {
            var words = Files.readString(file).strip().split(" ", -1);
            if (words.length == 3) {   // the third says that the line is whole
                return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
            }
        } catch (NoSuchFileException e) {
            // the first look at this launch
        } catch (NumberFormatException e) {
            throw new IOException(file + " is damaged", e);
        }
        var starts = new long[] {file.resolveSibling("stdout").toFile().length(), file.resolveSibling("stderr").toFile().length()};
        Files.writeString(file, starts[0] + " " + starts[1] + " .");
        return starts;
    }

    /** Where the stdout of the launch begins in that of the try. */
    public long stdoutStart() {
        return stdoutStart;
    }

    /**
     * Takes over what is new.
     *
     * @return whether it came to the end of both streams
     * @throws IOException when nobody can say, or the disk takes nothing
     */
    public boolean copy(RemoteLog remote) throws IOException {
        boolean stdoutWhole = stdout.copy(remote);
        boolean stderrWhole = stderr.copy(remote);
        return stdoutWhole && stderrWhole;
    }
}
