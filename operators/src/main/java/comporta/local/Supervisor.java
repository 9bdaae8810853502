package comporta.local;

import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
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
    private final Starter starter;
    private final Scratches scratches;
    private final Sweep sweep;
    private final String host;
    private final InstantSource clock;
    private final Watch watch;
    private volatile Consumer<News> listener = news -> {};

    Supervisor(Path launches, int parallel, Starter starter, Scratches scratches, String host, InstantSource clock) {
        this.slots = new Slots(parallel);
        this.starter = starter;
        this.scratches = scratches;
        this.host = host;
        this.clock = clock;
        this.sweep = new Sweep(launches, scratches);
        this.watch = new Watch(live, this::look, this::down, this::pursue, sweep);
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
        return switch (reconnect(launch)) {
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
        giveBack(launch);
        launch.files.withdraw();
        launch.state = LocalLaunch.State.OVER;
        forget(launch);
        return new Submission.NotAccepted(cause, why);
    }

    private void giveBack(LocalLaunch launch) {
        if (!launch.scratch.isEmpty()) {
            scratches.takeBack(launch.scratch);
            launch.scratch = "";
        }
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
                        : reconnect(launch);
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

    private Finding reconnect(LocalLaunch launch) {
        var files = launch.files;
        var claim = files.claim().orElse(new LaunchFiles.Claim(0, "", ""));
        launch.scratch = claim.scratch();
        if (claim.isWithdrawn()) {
            return new Finding.NeverStarted(launch.id);
        }
        var code = files.exit();
        if (code.isPresent()) {
            return over(launch, code);
        }
        if (!claim.host().isEmpty() && !claim.host().equals(host)) {
            return over(launch, "it ran on another host, or before this one was started anew, and did not end there");
        }
        int pid = claim.pid() > 0 ? claim.pid() : Processes.findShim(files.root()).orElse(0);
        int pidfd = pid > 0 ? Libc.pidfdOpen(pid) : -1;
        if (pid > 0 && Processes.isShim(pid, files.root())) {
            launch.pid = pid;
            launch.since = written(files, "claim");
            if (!launch.holdsSlot) {
                launch.holdsSlot = true;
                slots.occupy();
            }
            var since = launch.since;
            enlist(launch, pidfd);
            launch.since = since;
            return new Finding.Alive(launch.id, since, launch.id.externalId(), null);
        }
        if (pidfd >= 0) {
            Libc.close(pidfd);
        }
        code = files.exit(); // it may have ended since we looked
        if (code.isPresent()) {
            return over(launch, code);
        }
        if (Processes.kill(files.root(), 0, false) == 0) {
            return over(launch, LocalLaunch.LOST);
        }
        launch.state = LocalLaunch.State.CLEARING;
        watch.hurry();
        return new Finding.OutOfSight(launch.id, "its shim was killed; what it left is being ended");
    }

    private Finding over(LocalLaunch launch, Optional<Integer> code) {
        launch.look(clock.instant(), true);
        giveBack(launch);
        return new Finding.AlreadyEnded(launch.ended(code.orElseThrow(), written(launch.files, "exit")));
    }

    private Finding over(LocalLaunch launch, String why) {
        launch.look(clock.instant(), true);
        giveBack(launch);
        return new Finding.AlreadyEnded(launch.ended(Cause.PLATFORM, why, clock.instant()));
    }

    private Instant written(LaunchFiles files, String ending) {
        var written = files.written(ending);
        return written == null ? clock.instant() : written;
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
            if (launch.state == LocalLaunch.State.RUNNING && !launch.stopAsked) {
                Libc.kill(-launch.pid, Libc.SIGTERM);
                launch.killAt = System.nanoTime() + launch.spec.killGrace().toNanos();
            }
            launch.stopAsked = true;
            if (force && launch.state == LocalLaunch.State.RUNNING) {
                launch.killed = true;
                launch.killAt = System.nanoTime();
            }
        }
    }

    private void look(LocalLaunch launch) {
        synchronized (launch) {
            if (launch.state == LocalLaunch.State.RUNNING) {
                launch.look(clock.instant(), false).forEach(this::tell);
            }
        }
    }

    /** Its shim has ended. */
    private void down(LocalLaunch launch, boolean notMine) {
        synchronized (launch) {
            if (notMine && !launch.stopAsked) {
                claimedByAnother(launch);
                return;
            }
            var code = launch.files.exit();
            if (code.isPresent() && !launch.stopAsked) {
                finish(launch, code);
            } else {
                launch.state = LocalLaunch.State.CLEARING;
                clear(launch);
            }
        }
    }

    private void claimedByAnother(LocalLaunch launch) {
        launch.isChild = false;
        switch (reconnect(launch)) {
            case Finding.NeverStarted none -> end(launch, launch.ended(Cause.PLATFORM, "it was withdrawn before it began", clock.instant()));
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
                Processes.kill(launch.files.root(), launch.pid, !launch.killed);
                launch.killAt = System.nanoTime() + (launch.spec.last() == null ? AFTER_KILL : launch.spec.killGrace().toNanos());
                launch.killed = true;
            }
        }
    }

    private void clear(LocalLaunch launch) {
        if (Processes.kill(launch.files.root(), 0, false) == 0) {
            finish(launch, launch.files.exit());
        }
    }

    private void finish(LocalLaunch launch, Optional<Integer> code) {
        var now = clock.instant();
        launch.look(now, true).forEach(this::tell);
        if (code.isPresent()) {
            end(launch, launch.ended(code.get(), now));
        } else if (launch.stopAsked) {
            if (!launch.files.withdraw()) {
                launch.files.writeExit(128 + Libc.SIGKILL);
            }
            end(launch, launch.ended(Cause.OPERATOR, "stopped", now));
        } else {
            end(launch, launch.ended(Cause.PLATFORM, LocalLaunch.LOST, now));
        }
    }

    private void end(LocalLaunch launch, News.Ended end) {
        launch.state = LocalLaunch.State.OVER;
        giveBack(launch);
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
