package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One launch as this process sees it. Guarded by its lock. */
final class RemoteLaunch {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLaunch.class);

    /** Where a launch stands. */
    enum Stage {
        /** Not asked for by this process. */
        NEW,
        /** Asked for, and nobody knows what came of it. */
        UNCLEAR,
        /** The cluster has it. */
        LIVE,
        /** Its end was told, or it was never started and never will be. */
        OVER
    }

    final RemoteJob job;
    final LaunchNews news;
    volatile Stage stage = Stage.NEW;
    boolean startTold;
    boolean lossTold;
    /** Why it does not run yet, as it was told last. */
    String whyTold = "";
    boolean stopAsked;
    boolean force;
    /** On the clock of {@link System#nanoTime}; 0: not yet. */
    long stopSent;
    /** How it was answered; null: not yet. */
    @Nullable Submission answer;
    Instant since = Instant.EPOCH;
    /** Looks in a row in which the cluster did not have it. */
    int absences;
    /** On the clock of {@link System#nanoTime}: when its log is to be looked at again, where many are. */
    volatile long logDue = System.nanoTime();
    /** From the last look to that; grows as long as nothing is written. */
    long logPause;
    /** Its end, once it was seen; null: it was not. */
    News.@Nullable Ended end;
    final AtomicBoolean copying = new AtomicBoolean();
    /** Held by whoever speaks to the cluster about it, or tells of it. */
    final ReentrantLock lock = new ReentrantLock();

    private final JobLaunch launch;
    private final long logLimit;
    private @Nullable LogCopy copy;

    RemoteLaunch(RemoteJob job, long logLimit) {
        this.job = job;
        this.logLimit = logLimit;
        this.launch = JobLaunch.of(job.intent().spec());
        this.news = new LaunchNews(job.intent().id());
    }

    /** Takes over what is new of the log; false: there may be more. */
    boolean copyLog(RemoteSystem system) throws IOException {
        var log = system.log(job);
        return log.isEmpty() || copy().copy(log.get());
    }

    private LogCopy copy() throws IOException {
        if (copy == null) {
            copy = new LogCopy(launch.logFolder(), job.intent().id().number());
        }
        return copy;
    }

    /** What the log, as far as it was taken over, tells since the last look. */
    List<News> look(Instant now, boolean last) {
        try {
            return news.look(launch.logFolder(), logLimit, copy().stdoutStart(), now, last);
        } catch (IOException e) { // a disk in trouble must not hide the end of the job
            LOG.warn("Cannot follow the log of {}: {}", job.name(), e.toString());
            return List.of();
        }
    }

    /** All the news of an end that the cluster tells of. */
    List<News> ended(Exit seen, Instant now) {
        stage = Stage.OVER;
        var told = new ArrayList<News>();
        if (!startTold) {
            startTold = true;
            told.add(news.started(now, job.name(), null));
        }
        told.addAll(look(now, true));
        end = news.ended(exit(seen), now);
        told.add(end);
        return told;
    }

    /**
     * Takes a report, and keeps what it hands on.
     *
     * @throws Refused (cause user) when it cannot be taken as it is
     */
    List<News> take(Report report, Instant now) throws IOException {
        return switch (report) {
            case Report.HandedOn handed -> {
                reported().add(handed.outputs());
                yield handed.outputs().entrySet().stream().<News>map(each -> news.produced(each.getKey(), each.getValue(), now)).toList();
            }
            case Report.HowFar far -> List.of(news.progressed(far.progress(), now));
        };
    }

    private Reported reported() {
        return new Reported(launch.logFolder(), job.intent().id().number());
    }

    private Exit exit(Exit seen) {
        if (stopAsked && !seen.isSuccess()) {
            return Exit.failure(Cause.OPERATOR, seen.code(), "stopped; " + seen.reason());
        }
        if (!seen.isSuccess()) {
            return seen;
        }
        try {
            var outputs = news.spoken();
            outputs.putAll(reported().all());
            outputs.putAll(seen.outputs());
            return Exit.success(outputs);
        } catch (IOException e) {
            return Exit.failure(Cause.PLATFORM, seen.code(), "what it handed on cannot be read: " + e.getMessage());
        } catch (Refused e) {
            return Exit.failure(Cause.USER, seen.code(), String.valueOf(e.getMessage()));
        }
    }
}
