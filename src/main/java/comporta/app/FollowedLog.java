package comporta.app;

import comporta.tasklog.LogStream;
import comporta.tasklog.TaskLog;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Hands on what a try writes while its log grows: each look tells what has come since the one before. */
final class FollowedLog {
    private static final int PAGE = 64 * 1024;

    private final TaskLog written;
    private final BiConsumer<LogStream, String> log;
    private long told;
    private long complained;

    /**
     * @param folder of the try's log, which may not exist yet
     * @param log gets what it writes
     */
    FollowedLog(Path folder, BiConsumer<LogStream, String> log) {
        written = new TaskLog(folder);
        this.log = log;
    }

    /** Tells what is new. */
    void tell() {
        told = tell(LogStream.STDOUT, told);
        complained = tell(LogStream.STDERR, complained);
    }

    private long tell(LogStream stream, long from) {
        long at = from;
        for (var page = written.read(stream, at, PAGE); page.next() > at; page = written.read(stream, at, PAGE)) {
            at = page.next();
            log.accept(stream, page.text());
        }
        return at;
    }
}
