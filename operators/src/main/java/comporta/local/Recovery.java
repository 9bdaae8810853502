package comporta.local;

import comporta.operator.Cause;
import comporta.operator.Finding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ObjIntConsumer;

/** Tells from its files and from {@code /proc} what became of a launch that somebody has claimed, and takes it up if it lives. */
final class Recovery {
    private final String host;
    private final InstantSource clock;
    private final Slots slots;
    private final Scratches scratches;
    private final ObjIntConsumer<LocalLaunch> enlist;
    private final Runnable hurry;

    /**
     * @param enlist has a launch watched by the given pidfd
     * @param hurry has launches looked at that are to be cleared up
     */
    Recovery(String host, InstantSource clock, Slots slots, Scratches scratches, ObjIntConsumer<LocalLaunch> enlist, Runnable hurry) {
        this.host = host;
        this.clock = clock;
        this.slots = slots;
        this.scratches = scratches;
        this.enlist = enlist;
        this.hurry = hurry;
    }

    /** @throws java.io.UncheckedIOException when it cannot be known now */
    Finding reconnect(LocalLaunch launch) {
        var files = launch.files;
        var claim = files.claim().orElse(new LaunchFiles.Claim(0, "", ""));
        launch.scratch = claim.scratch();
        if (claim.isWithdrawn()) {
            return new Finding.NeverStarted(launch.id);
        }
        var code = files.exit();
        if (code.isPresent()) {
            return ended(launch, code.get());
        }
        if (!claim.host().isEmpty() && !claim.host().equals(host)) {
            return lost(launch, "it ran on another host, or before this one was started anew, and did not end there");
        }
        int pid = claim.pid() > 0 ? claim.pid() : Processes.findShim(files.root()).orElse(0);
        int pidfd = pid > 0 ? Libc.pidfdOpen(pid) : -1;
        if (pid > 0 && Processes.isShim(pid, files.root())) { // asked only now: while we hold the descriptor its number is its own
            return takeUp(launch, pid, pidfd);
        }
        if (pidfd >= 0) {
            Libc.close(pidfd);
        }
        code = files.exit(); // it may have ended since we looked
        if (code.isPresent()) {
            return ended(launch, code.get());
        }
        launch.dying.addAll(Processes.kill(files.root(), 0, false));
        if (launch.dying.isEmpty()) {
            return lost(launch, LocalLaunch.LOST);
        }
        launch.state = LocalLaunch.State.CLEARING;
        hurry.run();
        return new Finding.OutOfSight(launch.id, "its shim was killed; what it left is being ended");
    }

    private Finding takeUp(LocalLaunch launch, int pid, int pidfd) {
        launch.pid = pid;
        if (!launch.holdsSlot) {
            launch.holdsSlot = true;
            slots.occupy();
        }
        enlist.accept(launch, pidfd);
        launch.since = written(launch.files, "claim");
        return new Finding.Alive(launch.id, launch.since, launch.id.externalId(), null);
    }

    private Finding ended(LocalLaunch launch, int code) {
        launch.look(clock.instant(), true);
        var end = launch.ended(code, written(launch.files, "exit"));
        scratches.takeBack(launch);
        return new Finding.AlreadyEnded(end);
    }

    private Finding lost(LocalLaunch launch, String why) {
        launch.look(clock.instant(), true);
        scratches.takeBack(launch);
        return new Finding.AlreadyEnded(launch.ended(Cause.PLATFORM, why, clock.instant()));
    }

    private Instant written(LaunchFiles files, String ending) {
        var written = files.written(ending);
        return written == null ? clock.instant() : written;
    }
}
