package comporta.local;

import comporta.job.JobLaunch;
import comporta.job.JobSpec;
import comporta.job.LaunchNews;
import comporta.job.Outputs;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One launch as this process sees it: where it stands, what it has said, how it is being stopped. Guarded by itself. */
final class LocalLaunch {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLaunch.class);
    static final String LOST = "its shim is gone and left no exit code: it was killed from outside, or memory ran out";

    /** Where a launch stands. */
    enum State {
        /** Waits for its turn; nothing of it exists outside. */
        WAITING,
        /** Its shim lives, for all that is known. */
        RUNNING,
        /** Its shim is gone without an exit code, or it is being killed; what is left of it is sought. */
        CLEARING,
        /** Its end was told. */
        OVER
    }

    final LaunchId id;
    final JobLaunch job;
    final JobSpec spec;
    final LaunchFiles files;

    /** Lent to the job; empty: none, or not known. */
    String scratch = "";
    volatile State state = State.WAITING;
    int pid;
    volatile int pidfd = -1;
    /** Started by this process, and not reaped yet: nobody else can have its number. */
    volatile boolean isChild;
    /** Whether all but the shim were killed already. */
    boolean killed;
    boolean holdsSlot;
    Instant since = Instant.EPOCH;
    /** On the clock of {@link System#nanoTime}; null: nobody asked. */
    volatile @Nullable Long killAt;
    boolean stopAsked;
    /** Killed, and not seen to be gone. */
    final Set<Processes.Member> dying = new HashSet<>();

    private final LaunchNews news;
    private final long logLimit;
    private @Nullable Long logStart;

    LocalLaunch(LaunchIntent intent, LaunchFiles files, long logLimit) {
        this.id = intent.id();
        this.job = JobLaunch.of(intent.spec());
        this.spec = job.spec();
        this.files = files;
        this.news = new LaunchNews(id);
        this.logLimit = logLimit;
    }

    /** Notes where its stdout begins: launches of one try write to the same file. */
    void beginLog() {
        if (id.number() > 1) {
            files.writeLogStart(job.logFolder().resolve("stdout").toFile().length());
        }
    }

    Duration grace() {
        return spec.killGrace();
    }

    News.Started started(Instant at) {
        since = at;
        return news.started(at, id.externalId(), null);
    }

    /** What the log tells since the last look. */
    List<News> look(Instant now, boolean last) {
        try {
            if (logStart == null) {
                logStart = id.number() > 1 ? files.logStart() : 0L;
            }
            return news.look(job.logFolder(), logLimit, logStart, now, last);
        } catch (UncheckedIOException e) { // a disk in trouble must not hide the end of the job
            LOG.warn("Cannot follow the log of {}: {}", id, e.toString());
            return List.of();
        }
    }

    /** The end that an exit code means; the log has been looked at for the last time. */
    News.Ended ended(int code, Instant at) {
        return news.ended(exit(code), at);
    }

    /** An end that no exit code tells of. */
    News.Ended ended(Cause cause, String why, Instant at) {
        return news.ended(Exit.failure(cause, null, why), at);
    }

    News.Unreachable unreachable(String why, Instant at) {
        return news.unreachable(why, at);
    }

    private Exit exit(int code) {
        if (code == 0) {
            return outputs();
        }
        if (spec.maxRunTime() != null && files.isLate()) {
            return Exit.failure(Cause.TIMEOUT, code,
                    "it ran longer than max_run_time (" + spec.maxRunTime().toSeconds() + "s) and was ended");
        }
        return stopAsked
                ? Exit.failure(Cause.OPERATOR, code, "stopped; " + inWords(code))
                : Exit.failure(Cause.USER, code, inWords(code));
    }

    private Exit outputs() {
        var file = new File(files.output());
        try {
            var outputs = news.spoken();
            if (file.length() > 0) { // mostly there is none
                try (var in = Files.newInputStream(file.toPath())) {
                    outputs.putAll(Outputs.read(in.readNBytes(Outputs.LIMIT + 1)));
                }
            }
            return Exit.success(outputs);
        } catch (Refused e) {
            return Exit.failure(Cause.USER, 0, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Exit.failure(Cause.PLATFORM, 0, "its outputs cannot be read: " + e);
        }
    }

    private static String inWords(int code) {
        return switch (code) {
            case 126 -> "exit code 126: the program cannot be executed; is its x bit set (chmod +x)?";
            case 127 -> "exit code 127: the program was not found; the log names it";
            case 137 -> "exit code 137: killed (signal 9); the system does so when memory runs out";
            case 143 -> "exit code 143: ended by TERM (signal 15)";
            default -> "exit code " + code + (code > 128 && code <= 192 ? ": signal " + (code - 128) : "");
        };
    }
}
