package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the launches of one cluster: how they stand, what they write, what they leave. */
final class RemoteWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWatch.class);
    private static final int REMOVED_AT_ONCE = 16;
    private static final int TRIES_FOR_THE_LAST_LINES = 3;
    private static final int LOOKS_UNTIL_LOST = 15;
    /** While the cluster tells of ends by itself, it is asked in one round of so many. */
    private static final int QUIET_ROUNDS = 3;
    private static final int ABSENCES = 3;
    private static final long BETWEEN_STOPS = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final RemoteSystem system;
    private final Ground ground;
    private final Map<LaunchId, RemoteLaunch> known;
    private final Queue<RemoteLaunch> leftovers = new ConcurrentLinkedQueue<>();
    private final Withdrawn withdrawn;
    private final ExecutorService errands = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("remote-", 0).factory());
    private final LogRounds logs;
    private final Rounds rounds;
    private int failures;
    private int quiet;
    /** Whether events were heard before the last look: what became of jobs since was told. */
    private boolean isHeardSince;
    private volatile boolean closed;
    private volatile Consumer<News> listener = news -> {};

    RemoteWatch(String name, RemoteSystem system, Ground ground, Map<LaunchId, RemoteLaunch> known) {
        this.name = name;
        this.system = system;
        this.ground = ground;
        this.known = known;
        this.withdrawn = new Withdrawn(system);
        this.logs = new LogRounds(system, ground, errands, this::tell);
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
        withdrawn.add(launch);
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
        withdrawn.letGo();
        if (followed.isEmpty() && leftovers.isEmpty() && withdrawn.isEmpty()) {
            return Rounds.Seen.NOTHING_LEFT;
        }
        try {
            if (mayRest(followed)) {
                logs.follow(followed);
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
        boolean isCalm = failures == 0 && isHeardSince && system.isHeard() && withdrawn.isEmpty()
                && followed.stream().allMatch(launch -> launch.startTold && !launch.stopAsked && !launch.lossTold);
        quiet = isCalm && quiet + 1 < QUIET_ROUNDS ? quiet + 1 : 0;
        return quiet > 0;
    }

    private void look(List<RemoteLaunch> followed) throws Unseen {
        var jobs = new ArrayList<RemoteJob>();
        followed.forEach(launch -> jobs.add(launch.job));
        jobs.addAll(withdrawn.jobs());
        isHeardSince = system.isHeard();
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
                errands.execute(() -> finish(launch, over.told()));
            }
        }
        logs.follow(followed.stream().filter(launch -> sights.get(launch.job.name()) instanceof Sight.Running).toList());
        withdrawn.take(sights);
    }

    /** An event is a hint alone: what it says of one job is looked at, and all else waits for the next look. */
    private void glance(String job) {
        for (var launch : known.values()) {
            if (launch.job.name().equals(job)) {
                launch.lock.lock();
                try {
                    if (launch.stage == RemoteLaunch.Stage.LIVE && system.glance(launch.job).orElse(null) instanceof Sight.Over over) {
                        finish(launch, over.told());
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
                errands.execute(() -> finish(launch, over.told()));
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

    private void finish(RemoteLaunch launch, Supplier<Exit> exit) {
        launch.lock.lock();
        try {
            if (launch.end == null && !closed) {
                var _ = ended(launch, exit.get());
            }
        } catch (CancellationException e) {
            LOG.debug("The end of {} was not waited for", launch.job.name(), e);
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
            withdrawn.add(launch);
            errands.execute(() -> finish(launch, () -> Exit.failure(Cause.OPERATOR, null, "it is gone from " + name)));
        } else if (launch.stage == RemoteLaunch.Stage.LIVE) {
            errands.execute(() -> finish(launch, () -> Exit.failure(
                    Cause.PLATFORM, null, name + " does not know it any more: somebody removed it there")));
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
        if (closed) {
            return;   // the question was broken off by us
        }
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
        logs.close();
        rounds.close();
        errands.shutdownNow();
        try {
            sweep();   // what could not be removed by now stays, and harms nobody
        } catch (Unseen e) {
            LOG.debug("{} keeps what has ended: {}", name, e.why());
        }
    }
}
