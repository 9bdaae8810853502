package comporta.local;

import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launches of this life: starts them, takes up those of earlier lives, ends them. All that happens to a launch after its start happens
 * on the one thread of {@link Watch}.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long AFTER_KILL = 1_000_000_000;

    private final Map<LaunchId, LocalLaunch> live = new ConcurrentHashMap<>();
    private final Slots slots;
    private final Recovery recovery;
    private final Starter starter;
    private final Scratches scratches;
    private final Sweep sweep;
    private final InstantSource clock;
    private final Watch watch;
    private volatile Consumer<News> listener = news -> {};

    Supervisor(Path launches, int parallel, Starter starter, Scratches scratches, String host, InstantSource clock) {
        this.slots = new Slots(parallel);
        this.starter = starter;
        this.scratches = scratches;
        this.clock = clock;
        this.sweep = new Sweep(launches, scratches);
        this.watch = new Watch(live, this::look, this::down, this::pursue, sweep);
        this.recovery = new Recovery(host, clock, slots, scratches, this::enlist, watch::hurry);
    }

    void watch(Consumer<News> wanted) {
        listener = wanted;
    }

    void close() {
        watch.close();
        scratches.close();
    }

    Submission submit(LocalLaunch launch) {
        if (watch.isClosed()) {
            return new Submission.Unknown("this scheduler is shutting down");
        }
        var accepted = new Submission.Accepted(launch.id.externalId(), null);
        return live.putIfAbsent(launch.id, launch) != null || !slots.take(launch) ? accepted : start(launch);
    }

    private Submission start(LocalLaunch launch) {
        synchronized (launch) {
            launch.holdsSlot = true;
            try {
                if (launch.stopAsked) {
                    throw new Refused(Cause.OPERATOR, "stopped before it began");
                }
                if (launch.files.isClaimed()) {
                    return again(launch);
                }
                launch.scratch = scratches.lend();
                launch.pid = starter.start(launch);
                launch.isChild = true;
                enlist(launch, Libc.pidfdOpen(launch.pid));
                return new Submission.Accepted(launch.id.externalId(), null);
            } catch (Refused e) {
                return never(launch, e.because(), String.valueOf(e.getMessage()));
            } catch (Spawner.NotStarted e) {
                return never(launch, Cause.PLATFORM, "the system does not start it: " + e.getMessage());
            } catch (UncheckedIOException e) {
                return never(launch, Cause.PLATFORM, String.valueOf(e.getMessage()));
            }
        }
    }

    /** It was submitted by an earlier life. */
    private Submission again(LocalLaunch launch) {
        var accepted = new Submission.Accepted(launch.id.externalId(), null);
        Finding found;
        try {
            found = recovery.reconnect(launch);
        } catch (UncheckedIOException e) {
            forget(launch);
            return new Submission.Unknown(String.valueOf(e.getMessage()));
        }
        return switch (found) {
            case Finding.NeverStarted none -> never(launch, Cause.PLATFORM, "it was withdrawn before it began");
            case Finding.Alive alive -> accepted;
            case Finding.OutOfSight sought -> accepted;
            case Finding.AlreadyEnded over -> {
                forget(launch);
                tell(over.end());
                yield accepted;
            }
        };
    }

    private Submission never(LocalLaunch launch, Cause cause, String why) {
        scratches.takeBack(launch);
        try {
            launch.files.withdraw();
        } catch (UncheckedIOException e) { // no shim was started that a claim would have to stop
            LOG.warn("{}: {}", launch.id, e.getMessage());
        }
        launch.state = LocalLaunch.State.OVER;
        forget(launch);
        return new Submission.NotAccepted(cause, why);
    }

    private void forget(LocalLaunch launch) {
        live.remove(launch.id, launch);
        if (launch.holdsSlot) {
            launch.holdsSlot = false;
            slots.giveBack().ifPresent(next -> watch.ask(() -> startWaiting(next))); // later: we may hold the lock of this one
        }
    }

    private void startWaiting(LocalLaunch launch) {
        if (start(launch) instanceof Submission.NotAccepted not) {
            tell(launch.ended(not.cause(), not.why(), clock.instant()));
        }
    }

    private void enlist(LocalLaunch launch, int pidfd) {
        launch.pidfd = pidfd;
        launch.state = LocalLaunch.State.RUNNING;
        tell(launch.started(clock.instant()));
        watch.add(launch);
    }

    /** What became of a launch of an earlier life; alive, it is ours from here on. */
    Finding find(LocalLaunch launch) {
        var known = live.putIfAbsent(launch.id, launch);
        if (known != null) {
            return new Finding.Alive(known.id, known.since, known.id.externalId(), null);
        }
        synchronized (launch) {
            Finding finding;
            try {
                finding = launch.files.claim().isEmpty() && launch.files.withdraw()
                        ? new Finding.NeverStarted(launch.id)
                        : recovery.reconnect(launch);
            } catch (UncheckedIOException e) {
                finding = new Finding.OutOfSight(launch.id, String.valueOf(e.getMessage()));
                live.remove(launch.id, launch);
            }
            if (finding instanceof Finding.NeverStarted || finding instanceof Finding.AlreadyEnded) {
                live.remove(launch.id, launch);
            }
            return finding;
        }
    }

    void settled(LaunchFiles files) {
        sweep.settled(files);
    }

    void stop(LocalLaunch asked, boolean force) {
        watch.ask(() -> stopNow(asked, force));
    }

    private void stopNow(LocalLaunch asked, boolean force) {
        var launch = live.get(asked.id);
        if (launch == null) {
            switch (find(asked)) {
                case Finding.NeverStarted none -> {
                    tell(asked.ended(Cause.OPERATOR, "stopped before it began", clock.instant()));
                    return;
                }
                case Finding.AlreadyEnded over -> {
                    tell(over.end());
                    return;
                }
                case Finding.Alive alive -> launch = asked;
                case Finding.OutOfSight sought -> launch = asked;
            }
        }
        if (slots.leave(launch)) {
            never(launch, Cause.OPERATOR, "");
            tell(launch.ended(Cause.OPERATOR, "stopped before it began", clock.instant()));
            return;
        }
        synchronized (launch) {
            if (launch.state == LocalLaunch.State.RUNNING && !launch.stopAsked && isStillItsShim(launch)) {
                Libc.kill(-launch.pid, Libc.SIGTERM);
            }
            if (launch.state == LocalLaunch.State.RUNNING && !launch.stopAsked) {
                launch.killAt = System.nanoTime() + launch.spec.killGrace().toNanos();
            }
            launch.stopAsked = true;
            if (force && launch.state == LocalLaunch.State.RUNNING) {
                launch.killed = true;
                launch.killAt = System.nanoTime();
            }
        }
    }

    /** A shim that we did not start is not ours to reap: once it has ended, its number may be somebody else's before we hear of it. */
    private static boolean isStillItsShim(LocalLaunch launch) {
        return launch.isChild || Processes.isShim(launch.pid, launch.files.root());
    }

    private void look(LocalLaunch launch) {
        synchronized (launch) {
            if (launch.state == LocalLaunch.State.RUNNING) {
                launch.look(clock.instant(), false).forEach(this::tell);
            }
        }
    }

    /** Its shim has ended. */
    private void down(LocalLaunch launch) {
        synchronized (launch) {
            launch.state = LocalLaunch.State.CLEARING; // and stays so, and is tried again, when the files cannot be read
            var code = launch.files.exit();
            if (code.isPresent() && !launch.stopAsked) {
                finish(launch, code);
            } else if (!launch.stopAsked && launch.files.claim().filter(claim -> claim.pid() != launch.pid).isPresent()) {
                claimedByAnother(launch);
            } else {
                clear(launch);
            }
        }
    }

    private void claimedByAnother(LocalLaunch launch) {
        watch.reap(launch);
        Finding found;
        try {
            found = recovery.reconnect(launch);
        } catch (UncheckedIOException e) {
            forget(launch);
            tell(launch.unreachable(String.valueOf(e.getMessage()), clock.instant()));
            return;
        }
        switch (found) {
            case Finding.NeverStarted none ->
                    end(launch, launch.ended(Cause.PLATFORM, "it was withdrawn before it began", clock.instant()));
            case Finding.AlreadyEnded over -> end(launch, over.end());
            case Finding.Alive alive -> LOG.info("{} had been started by another scheduler; it is watched from here on", launch.id);
            case Finding.OutOfSight sought -> LOG.info("{}: {}", launch.id, sought.why());
        }
    }

    /** Goes on with a stop whose grace is over, or with what a launch left. */
    private void pursue(LocalLaunch launch) {
        synchronized (launch) {
            if (launch.state == LocalLaunch.State.CLEARING) {
                clear(launch);
            } else if (launch.state == LocalLaunch.State.RUNNING && launch.killAt != null && System.nanoTime() - launch.killAt >= 0) {
                // first all but the shim, so that it can still do the job's last line and write the exit code
                launch.dying.addAll(Processes.kill(launch.files.root(), isStillItsShim(launch) ? launch.pid : 0, !launch.killed));
                launch.killAt = System.nanoTime() + (launch.spec.last() == null ? AFTER_KILL : launch.spec.killGrace().toNanos());
                launch.killed = true;
            }
        }
    }

    private void clear(LocalLaunch launch) {
        launch.dying.addAll(Processes.kill(launch.files.root(), launch.isChild ? launch.pid : 0, false));
        launch.dying.removeIf(member -> !Processes.isAlive(member));
        if (launch.dying.isEmpty()) {
            finish(launch, launch.files.exit());
        }
    }

    private void finish(LocalLaunch launch, Optional<Integer> code) {
        var now = clock.instant();
        launch.look(now, true).forEach(this::tell);
        if (code.isPresent()) {
            end(launch, launch.ended(code.get(), now));
        } else if (launch.stopAsked) {
            launch.files.writeKilled();
            end(launch, launch.ended(Cause.OPERATOR, "stopped", now));
        } else {
            end(launch, launch.ended(Cause.PLATFORM, LocalLaunch.LOST, now));
        }
    }

    private void end(LocalLaunch launch, News.Ended end) {
        launch.state = LocalLaunch.State.OVER;
        watch.reap(launch);
        scratches.takeBack(launch);
        live.remove(launch.id, launch);
        tell(end);
        forget(launch);
    }

    private void tell(News news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("News of {} could not be taken", news.launch(), e);
        }
    }
}
