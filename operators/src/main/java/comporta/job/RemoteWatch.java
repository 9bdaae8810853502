package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the launches of one cluster: how they stand, what they write, what they leave. */
final class RemoteWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWatch.class);
    private static final int LOGS_AT_ONCE = 16;
    /** Looks at logs a second, two questions each. */
    private static final int LOGS_A_SECOND = 10;
    private static final long LOG_OFTEN = Duration.ofSeconds(1).toNanos();
    private static final long LOG_SELDOM = Duration.ofSeconds(60).toNanos();
    private static final int REMOVED_AT_ONCE = 16;
    private static final int TRIES_FOR_THE_LAST_LINES = 3;
    private static final int LOOKS_UNTIL_LOST = 15;
    /** While the cluster tells of ends by itself, it is asked in one round of so many. */
    private static final int QUIET_ROUNDS = 3;
    private static final int ABSENCES = 3;
    private static final long BETWEEN_STOPS = Duration.ofSeconds(10).toNanos();
    /** A wish of an earlier life that was on its way when it was withdrawn has arrived by then, or never will. */
    private static final long WITHDRAWN_FOR = Duration.ofMinutes(10).toNanos();

    private final String name;
    private final RemoteSystem system;
    private final Ground ground;
    private final Map<LaunchId, RemoteLaunch> known;
    private final Queue<RemoteLaunch> leftovers = new ConcurrentLinkedQueue<>();
    private final Queue<Withdrawn> withdrawn = new ConcurrentLinkedQueue<>();
    private final ExecutorService errands = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("remote-", 0).factory());
    private final Semaphore logs = new Semaphore(LOGS_AT_ONCE);
    private final Rounds rounds;
    private int failures;
    private int quiet;
    private volatile boolean closed;
    private volatile Consumer<News> listener = news -> {};

    private record Withdrawn(RemoteLaunch launch, long until) {}

    RemoteWatch(String name, RemoteSystem system, Ground ground, Map<LaunchId, RemoteLaunch> known) {
        this.name = name;
        this.system = system;
        this.ground = ground;
        this.known = known;
        this.rounds = new Rounds("backend-" + name, ground.apart(), this::look);
        system.hints(hinted -> {
            if (!closed) {
                errands.execute(() -> glance(hinted));
            }
        });
    }

    void tellTo(Consumer<News> wanted) {
        listener = wanted;
    }

    void want() {
        rounds.want();
    }

    /** The cluster has it: from now on it is looked after. */
    void follow(RemoteLaunch launch) {
        launch.stage = RemoteLaunch.Stage.LIVE;
        launch.absences = 0;
        rounds.want();
    }

    /** It did not start, and must not: should it appear after all, it is ended and nobody hears of it. */
    void withdraw(RemoteLaunch launch) {
        launch.stage = RemoteLaunch.Stage.OVER;
        withdrawn.add(new Withdrawn(launch, System.nanoTime() + WITHDRAWN_FOR));
        rounds.want();
    }

    /** Its end is on record. */
    void remove(RemoteLaunch launch) {
        launch.stage = RemoteLaunch.Stage.OVER;
        leftovers.add(launch);
        rounds.want();
    }

    /** Called with the lock of the launch. */
    void stop(RemoteLaunch launch) {
        launch.stopSent = System.nanoTime();
        try {
            system.stop(launch.job, launch.force);
        } catch (Unseen e) {
            LOG.warn("{} cannot be stopped now: {}", launch.job.name(), e.why());
        }
        rounds.want();
    }

    void tell(News news) {
        if (closed) {
            return;
        }
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("News of {} could not be taken", news.launch(), e);
        }
    }

    /** The end, with the last of its log. Called with the lock of the launch. */
    News.Ended ended(RemoteLaunch launch, Exit exit) {
        for (int tries = 1; tries <= TRIES_FOR_THE_LAST_LINES; tries++) {
            try {
                boolean whole = false;
                while (!whole) {
                    whole = launch.copyLog(system);
                }
                break;
            } catch (IOException e) {
                LOG.warn("The end of the log of {} cannot be had: {}", launch.job.name(), e.getMessage());
            }
        }
        launch.ended(exit, ground.clock().instant()).forEach(this::tell);
        return Objects.requireNonNull(launch.end);
    }

    private Rounds.Seen look() {
        var followed = new ArrayList<RemoteLaunch>();
        for (var launch : known.values()) {
            if (launch.stage == RemoteLaunch.Stage.LIVE || launch.stage == RemoteLaunch.Stage.UNCLEAR) {
                followed.add(launch);
            }
        }
        withdrawn.removeIf(each -> each.until() - System.nanoTime() < 0);
        if (followed.isEmpty() && leftovers.isEmpty() && withdrawn.isEmpty()) {
            return Rounds.Seen.NOTHING_LEFT;
        }
        try {
            if (mayRest(followed)) {
                followLogs(followed);
            } else if (!followed.isEmpty() || !withdrawn.isEmpty()) {
                look(followed);
            }
            sweep();
            failures = 0;
            return Rounds.Seen.MORE;
        } catch (Unseen e) {
            lost(followed, e.why());
            return failures < LOOKS_UNTIL_LOST ? Rounds.Seen.MORE : Rounds.Seen.FAILED;
        }
    }

    private boolean mayRest(List<RemoteLaunch> followed) {
        boolean isCalm = system.isHeard() && withdrawn.isEmpty()
                && followed.stream().allMatch(launch -> launch.startTold && !launch.stopAsked && !launch.lossTold);
        quiet = isCalm && quiet + 1 < QUIET_ROUNDS ? quiet + 1 : 0;
        return quiet > 0;
    }

    private void look(List<RemoteLaunch> followed) throws Unseen {
        var jobs = new ArrayList<RemoteJob>();
        followed.forEach(launch -> jobs.add(launch.job));
        withdrawn.forEach(each -> jobs.add(each.launch().job));
        var sights = system.look(jobs);
        for (var launch : followed) {
            var sight = sights.getOrDefault(launch.job.name(), new Sight.Absent());
            if (launch.lock.tryLock()) {
                try {
                    take(launch, sight);
                } finally {
                    launch.lock.unlock();
                }
            } else if (sight instanceof Sight.Over over) {   // somebody speaks to the cluster about it, or copies its log
                errands.execute(() -> finish(launch, over.exit()));
            }
        }
        followLogs(followed.stream().filter(launch -> sights.get(launch.job.name()) instanceof Sight.Running).toList());
        for (var each : withdrawn) {
            switch (sights.getOrDefault(each.launch().job.name(), new Sight.Absent())) {
                case Sight.Running _, Sight.Pending _ -> {
                    LOG.warn("{} started after it was withdrawn, and is ended", each.launch().job.name());
                    system.stop(each.launch().job, true);
                    system.remove(each.launch().job);
                }
                case Sight.Over _, Sight.Absent _, Sight.Dim _ -> { }
            }
        }
    }

    /** An event is a hint alone: what it says of one job is looked at, and all else waits for the next look. */
    private void glance(String job) {
        for (var launch : known.values()) {
            if (launch.job.name().equals(job)) {
                launch.lock.lock();
                try {
                    if (launch.stage == RemoteLaunch.Stage.LIVE && system.glance(launch.job).orElse(null) instanceof Sight.Over over) {
                        finish(launch, over.exit());
                    }
                } catch (Unseen e) {
                    LOG.debug("{} cannot be asked for {} alone: {}", name, job, e.why());
                } finally {
                    launch.lock.unlock();
                }
            }
        }
    }

    private void take(RemoteLaunch launch, Sight sight) {
        if (launch.stage == RemoteLaunch.Stage.OVER) {
            return;
        }
        launch.absences = sight instanceof Sight.Absent ? launch.absences + 1 : 0;
        switch (sight) {
            case Sight.Running running -> {
                launch.stage = RemoteLaunch.Stage.LIVE;
                if (!launch.startTold) {
                    launch.startTold = true;
                    tell(launch.news.started(running.since(), launch.job.name(), running.url()));
                }
                launch.lossTold = false;
            }
            case Sight.Pending pending -> {
                launch.stage = RemoteLaunch.Stage.LIVE;
                if (!launch.startTold && !launch.whyTold.equals(pending.why())) {
                    launch.whyTold = pending.why();
                    tell(launch.news.waiting(pending.why(), ground.clock().instant()));
                }
            }
            case Sight.Over over -> {
                launch.stage = RemoteLaunch.Stage.LIVE;
                errands.execute(() -> finish(launch, over.exit()));
                return;
            }
            case Sight.Dim dim -> lost(launch, dim.why());
            case Sight.Absent _ -> {
                if (launch.absences >= ABSENCES) {
                    gone(launch);
                    return;
                }
            }
        }
        if (launch.stopAsked && System.nanoTime() - launch.stopSent > BETWEEN_STOPS) {
            errands.execute(() -> stopAgain(launch));
        }
    }

    private void finish(RemoteLaunch launch, Exit exit) {
        launch.lock.lock();
        try {
            if (launch.end == null && !closed) {
                var _ = ended(launch, exit);
            }
        } finally {
            launch.lock.unlock();
        }
    }

    private void stopAgain(RemoteLaunch launch) {
        launch.lock.lock();
        try {
            if (launch.stage != RemoteLaunch.Stage.OVER) {
                stop(launch);
            }
        } finally {
            launch.lock.unlock();
        }
    }

    /** The cluster does not have it any more, or, of an unclear wish, never had it. */
    private void gone(RemoteLaunch launch) {
        if (launch.stopAsked) {
            withdrawn.add(new Withdrawn(launch, System.nanoTime() + WITHDRAWN_FOR));
            errands.execute(() -> finish(launch, Exit.failure(Cause.OPERATOR, null, "it is gone from " + name)));
        } else if (launch.stage == RemoteLaunch.Stage.LIVE) {
            errands.execute(() -> finish(launch, Exit.failure(Cause.PLATFORM, null, name + " does not know it any more: somebody removed it there")));
        }
    }

    /** A few are looked at each time; of many, those that write often, and those that are silent less and less. */
    private void followLogs(List<RemoteLaunch> running) {
        long now = System.nanoTime();
        long looks = Math.max(1, LOGS_A_SECOND * ground.apart().toMillis() / 1000);
        running.stream()
                .filter(launch -> running.size() <= looks || now - launch.logDue >= 0)
                .sorted(Comparator.comparingLong(launch -> launch.logDue - now))
                .limit(looks)
                .forEach(this::copyLog);
    }

    private void copyLog(RemoteLaunch launch) {
        if (launch.copying.compareAndSet(false, true)) {
            errands.execute(() -> {
                try {
                    logs.acquire();
                    try {
                        launch.lock.lock();
                        try {
                            if (launch.stage == RemoteLaunch.Stage.LIVE && launch.startTold && !closed) {
                                boolean whole = launch.copyLog(system);
                                var news = launch.look(ground.clock().instant(), false);
                                news.forEach(this::tell);
                                launch.logPause = !whole || !news.isEmpty() ? LOG_OFTEN : Math.min(LOG_SELDOM, Math.max(LOG_OFTEN, launch.logPause * 2));
                            }
                        } finally {
                            launch.lock.unlock();
                        }
                    } finally {
                        logs.release();
                    }
                } catch (IOException e) {
                    LOG.debug("The log of {} cannot be had now", launch.job.name(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    launch.logDue = System.nanoTime() + launch.logPause;
                    launch.copying.set(false);
                }
            });
        }
    }

    private void sweep() throws Unseen {
        for (int i = 0; i < REMOVED_AT_ONCE; i++) {
            var launch = leftovers.peek();
            if (launch == null) {
                return;
            }
            system.remove(launch.job);
            leftovers.remove(launch);
            known.remove(launch.job.intent().id(), launch);
        }
    }

    private void lost(List<RemoteLaunch> followed, String why) {
        failures++;
        LOG.warn("{} cannot be asked: {}", name, why);
        if (failures >= LOOKS_UNTIL_LOST) {
            followed.forEach(launch -> lost(launch, why));
        }
    }

    private void lost(RemoteLaunch launch, String why) {
        if (!launch.lossTold) {
            launch.lossTold = true;
            tell(launch.news.unreachable(why, ground.clock().instant()));
        }
    }

    @Override
    public void close() {
        closed = true;
        rounds.close();
        errands.shutdownNow();
        try {
            sweep();   // what could not be removed by now stays, and harms nobody
        } catch (Unseen e) {
            LOG.debug("{} keeps what has ended: {}", name, e.why());
        }
    }
}
