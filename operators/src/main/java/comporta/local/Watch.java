package comporta.local;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that awaits ends, looks at growing logs, and pursues stops. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK = 200_000_000;
    private static final long PURSUIT = 20_000_000;
    private static final int IDLE_LOOKS = 10;

    private final Map<?, LocalLaunch> live;
    private final Map<Long, LocalLaunch> byPid = new ConcurrentHashMap<>();
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Consumer<LocalLaunch> look;
    private final Consumer<LocalLaunch> down;
    private final Consumer<LocalLaunch> pursue;
    private final Sweep sweep;
    private final Waiting waiting = new Waiting();
    private final MemorySegment status = Arena.global().allocate(JAVA_INT);
    private final Thread thread = Thread.ofPlatform().name("local-launches").daemon().unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean dozing;

    Watch(Map<?, LocalLaunch> live, Consumer<LocalLaunch> look, Consumer<LocalLaunch> down, Consumer<LocalLaunch> pursue, Sweep sweep) {
        this.live = live;
        this.look = look;
        this.down = down;
        this.pursue = pursue;
        this.sweep = sweep;
        thread.start();
    }

    boolean isClosed() {
        return closed;
    }

    /** Awaits the end of a launch that runs. */
    void add(LocalLaunch launch) {
        byPid.put((long) launch.pid, launch);
        try {
            if (launch.pidfd >= 0) {
                waiting.add(launch.pidfd, launch.pid);
            }
        } catch (IllegalStateException e) { // then it is looked after without
            LOG.warn("{}: {}", launch.id, e.getMessage());
            Libc.close(launch.pidfd);
            launch.pidfd = -1;
        }
        hurry();
    }

    /** Has a thing done by this thread soon. */
    void ask(Runnable thing) {
        asked.add(thing);
        waiting.wakeUp();
    }

    /** Something of a launch wants to be looked at; costs nothing while the thread is awake. */
    void hurry() {
        if (dozing) {
            waiting.wakeUp();
        }
    }

    void close() {
        closed = true;
        waiting.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int idle = 0;
        long nextLook = System.nanoTime();
        while (!closed) {
            idle = live.isEmpty() && !sweep.isWanted() ? idle + 1 : 0;
            dozing = idle > IDLE_LOOKS;
            boolean sleep = dozing && live.isEmpty() && asked.isEmpty();
            waiting.await(sleep ? -1 : patience(nextLook), this::ended);
            dozing = false;
            for (Runnable thing; (thing = asked.poll()) != null; ) {
                guarded(thing);
            }
            boolean lookNow = System.nanoTime() - nextLook >= 0;
            for (var launch : live.values()) {
                guarded(() -> pursue.accept(launch));
                if (lookNow) {
                    guarded(() -> look.accept(launch));
                    guarded(() -> checkWithoutDescriptor(launch));
                }
            }
            if (lookNow) {
                nextLook = System.nanoTime() + LOOK;
                guarded(sweep::runIfDue);
            }
        }
        byPid.values().forEach(launch -> {
            if (launch.pidfd >= 0) {
                Libc.close(launch.pidfd);
                launch.pidfd = -1;
            }
        });
        waiting.close();
    }

    /** Milliseconds until something is to be done. */
    private int patience(long nextLook) {
        long next = nextLook - System.nanoTime();
        for (var launch : live.values()) {
            if (launch.state == LocalLaunch.State.CLEARING) {
                next = Math.min(next, PURSUIT);
            } else if (launch.killAt != null) {
                next = Math.min(next, launch.killAt - System.nanoTime());
            }
        }
        return (int) Math.max(0, (next + 999_999) / 1_000_000);
    }

    private void ended(long pid) {
        var launch = byPid.remove(pid);
        if (launch != null) {
            guarded(() -> gone(launch));
        }
    }

    private void gone(LocalLaunch launch) {
        if (launch.isChild) {
            Libc.kill(-launch.pid, Libc.SIGKILL);
        }
        if (launch.pidfd >= 0) {
            Libc.close(launch.pidfd);
            launch.pidfd = -1;
        }
        sweep.want();
        down.accept(launch);
    }

    /** Lets the number of a shim that has ended go. */
    void reap(LocalLaunch launch) {
        if (launch.pid > 0) { // one that was taken up may be our child too
            int ignored = Libc.waitPid(launch.pid, status, Libc.NO_HANG);
        }
        launch.isChild = false;
    }

    /** There may have been none left to open when it started. */
    private void checkWithoutDescriptor(LocalLaunch launch) {
        if (launch.state == LocalLaunch.State.RUNNING && launch.pidfd < 0) {
            if (!Processes.isShim(launch.pid, launch.files.root()) && byPid.remove((long) launch.pid) != null) {
                guarded(() -> gone(launch));
            }
        }
    }

    private static void guarded(Runnable thing) {
        try {
            thing.run();
        } catch (RuntimeException e) {
            LOG.error("Something went wrong with a local launch", e);
        }
    }
}
