package comporta.app;

import comporta.job.JobBackend;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.tasklog.LogStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Works on single jobs of one backend, and keeps on the shelf what becomes of them. */
final class JobBench implements AutoCloseable {
    private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** One question of a cluster and the look at the log that follows it, and as long again. */
    private static final Duration FOR_THE_LOG = Duration.ofSeconds(5);
    private static final Duration FOR_THE_END = Duration.ofMinutes(5);

    private final JobBackend backend;
    private final JobShelf shelf;
    private final Home home;
    private final InstantSource clock;
    private final LinkedBlockingQueue<News> heard = new LinkedBlockingQueue<>();

    JobBench(JobBackend backend, JobShelf shelf, Home home, InstantSource clock) {
        this.backend = backend;
        this.shelf = shelf;
        this.home = home;
        this.clock = clock;
        backend.watch(heard::add);
    }

    /**
     * Submits it under a new number; it is on the shelf before the backend hears of it.
     *
     * @throws UsageException when the backend will not have it
     */
    KeptJob submit(KeptJob job) {
        var kept = shelf.keep(job.again(RUN.format(clock.instant())));
        return switch (backend.submit(kept.launch(home.logs()))) {
            case Submission.Accepted _ -> shelf.keep(kept.in(KeptJob.SUBMITTED, ""));
            case Submission.NotAccepted not -> {
                shelf.keep(kept.ended(Exit.failure(not.cause(), null, not.why())));
                throw new UsageException("backend " + backend.name() + " does not take job " + job.name() + ": " + not.why() + ".");
            }
            case Submission.Unknown unknown -> shelf.keep(kept.in(KeptJob.UNREACHABLE, unknown.why()));
        };
    }

    /**
     * Stays with a job that was submitted until it can be left: on some backends it waits in this process until it runs.
     *
     * @param waits hears what it waits for
     */
    KeptJob begun(KeptJob job, Consumer<String> waits) {
        var launch = job.launch(home.logs());
        var now = job;
        while (backend.keepsWaiting() && now.state().equals(KeptJob.SUBMITTED)) {
            var news = next();
            if (news.isPresent() && news.get().launch().equals(launch.id())) {
                switch (news.get()) {
                    case News.Ended end -> {
                        return ended(now, end.exit());
                    }
                    case News.Started _ -> now = shelf.keep(now.in(KeptJob.RUNNING, ""));
                    case News.Waiting waiting -> {
                        now = shelf.keep(now.in(KeptJob.SUBMITTED, waiting.why()));
                        waits.accept(waiting.why());
                    }
                    case News.Unreachable lost -> now = shelf.keep(now.in(KeptJob.UNREACHABLE, lost.why()));
                    case News.Deferred _, News.Progressed _, News.Produced _, News.Logged _, News.Reclaimed _ -> { }
                }
            }
        }
        return now;
    }

    /** How it stands now; what has ended is cleared away on the backend. */
    KeptJob looked(KeptJob job) {
        if (!job.mayRun()) {
            return job;
        }
        return switch (backend.find(List.of(job.launch(home.logs()))).getFirst()) {
            case comporta.operator.Finding.Alive alive ->
                shelf.keep(alive.waits() == null ? job.in(KeptJob.RUNNING, "") : job.in(KeptJob.SUBMITTED, alive.waits()));
            case comporta.operator.Finding.AlreadyEnded over -> ended(job, over.end().exit());
            case comporta.operator.Finding.OutOfSight out -> shelf.keep(job.in(KeptJob.UNREACHABLE, out.why()));
            case comporta.operator.Finding.NeverStarted _ ->
                ended(job, Exit.failure(Cause.PLATFORM, null,
                        "backend " + backend.name() + " does not have it: it never started, or was removed there"));
        };
    }

    private KeptJob ended(KeptJob job, Exit exit) {
        var kept = shelf.keep(job.ended(exit));
        backend.settled(job.launch(home.logs()));
        return kept;
    }

    /** Asks it to end, and waits for that; a second time with force. */
    KeptJob kill(KeptJob job, boolean force) {
        var standing = looked(job);
        if (!standing.mayRun()) {
            return standing;
        }
        backend.stop(job.launch(home.logs()), force);
        return follow(standing, (stream, text) -> { }, new AtomicBoolean(), FOR_THE_END);
    }

    /** Asks it to end and waits for nothing. */
    void stop(KeptJob job, boolean force) {
        backend.stop(job.launch(home.logs()), force);
    }

    /**
     * Follows it to its end.
     *
     * @param log gets what it writes
     * @param letGo ends the following, not the job
     */
    KeptJob follow(KeptJob job, BiConsumer<LogStream, String> log, AtomicBoolean letGo, Duration limit) {
        var launch = job.launch(home.logs());
        var written = new FollowedLog(job.logFolder(home.logs()), log);
        var now = job;
        long until = System.nanoTime() + limit.toNanos();
        while (!letGo.get() && System.nanoTime() - until < 0) {
            var news = next();
            written.tell();
            if (news.isPresent() && news.get().launch().equals(launch.id())) {
                switch (news.get()) {
                    case News.Ended end -> {
                        written.tell();
                        return ended(now, end.exit());
                    }
                    case News.Started _ -> now = shelf.keep(now.in(KeptJob.RUNNING, ""));
                    case News.Waiting waiting -> now = shelf.keep(now.in(KeptJob.SUBMITTED, waiting.why()));
                    case News.Unreachable lost -> now = shelf.keep(now.in(KeptJob.UNREACHABLE, lost.why()));
                    case News.Deferred _, News.Progressed _, News.Produced _, News.Logged _, News.Reclaimed _ -> { }
                }
            }
        }
        return now;
    }

    private Optional<News> next() {
        try {
            return Optional.ofNullable(heard.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What it wrote so far, from the beginning. Of a job that runs elsewhere the first look at its log is waited for. */
    void log(KeptJob job, BiConsumer<LogStream, String> log, boolean isElsewhere) {
        var launch = job.launch(home.logs());
        long until = System.nanoTime() + (isElsewhere && job.mayRun() ? FOR_THE_LOG.toNanos() : 0);
        for (var still = false; !still && System.nanoTime() - until < 0;) {
            var news = next();
            still = news.isPresent() && news.get().launch().equals(launch.id())
                    && (news.get() instanceof News.Logged || news.get() instanceof News.Ended);
        }
        new FollowedLog(job.logFolder(home.logs()), log).tell();
    }

    @Override
    public void close() {
        backend.close();
    }
}
