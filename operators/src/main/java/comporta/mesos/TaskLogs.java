package comporta.mesos;

import comporta.job.HttpDoor;
import comporta.job.LogCopy;
import comporta.operator.News;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what tasks write while they run. Those that write are looked at often, those that are silent less and less; all together cost
 * no more than a fixed number of questions a second.
 */
final class TaskLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLogs.class);
    private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SELDOM = TimeUnit.SECONDS.toNanos(60);
    /** Looks a second, two questions each. */
    private static final int LOOKS = 10;
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int AT_ONCE = 8;
    /** How long the end of a job waits for the rest of its log. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private final HttpDoor door;
    private final InstantSource clock;
    private final Consumer<News> listener;
    private final Map<String, Copy> followed = new ConcurrentHashMap<>();
    /** Those that are not looked at right now. One that is followed no more leaves it when its turn comes. */
    private final PriorityBlockingQueue<Copy> turns = new PriorityBlockingQueue<>(16, Comparator.comparingLong(log -> log.due));
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Thread thread;
    private volatile boolean closed;

    TaskLogs(String name, HttpDoor door, InstantSource clock, Consumer<News> listener) {
        this.door = door;
        this.clock = clock;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("logs-" + name).unstarted(this::run);
    }

    /** The log of one task; its lock orders what is told of it. */
    static final class Copy {
        private final MesosTask task;
        private final long limit;
        private final ReentrantLock lock = new ReentrantLock();
        /** On the clock of {@link System#nanoTime}; changes only while it is not among the turns. */
        private volatile long due;
        private long pause = OFTEN;
        private volatile String framework = "";
        private @Nullable LogCopy copy;

        Copy(MesosTask task, long limit) {
            this.task = task;
            this.limit = limit;
        }
    }

    /** Looks after the log of a task from now on. */
    void follow(MesosTask task, String framework) {
        task.log.framework = framework;
        if (followed.putIfAbsent(task.id, task.log) == null) {
            task.log.due = System.nanoTime() + OFTEN / 2;
            turns.add(task.log);
            synchronized (followed) {
                if (thread.getState() == Thread.State.NEW && !closed) {
                    thread.start();
                }
            }
            LockSupport.unpark(thread);
        }
    }

    /** Takes over the rest, then does what follows; at once when the task never ran. */
    void finish(MesosTask task, boolean ran, String framework, Runnable then) {
        followed.remove(task.id);
        task.log.framework = framework;
        Thread.ofVirtual().name("log-" + task.id).start(() -> {
            if (ran && !task.agentUrl.isEmpty()) {
                rest(task.log);
            }
            if (!closed) {
                then.run();
            }
        });
    }

    private void rest(Copy log) {
        long until = System.nanoTime() + PATIENCE;
        boolean whole = false;
        while (!whole && !closed) {
            log.lock.lock();
            try {
                whole = copy(log);
            } catch (Sandbox.NotThere e) {
                whole = true;
            } catch (IOException | RuntimeException e) {
                if (System.nanoTime() - until > 0) {
                    LOG.warn("The end of the log of {} is lost: {}", log.task.id, e.getMessage());
                    whole = true;
                }
            } finally {
                look(log, whole);
                log.lock.unlock();
            }
            if (!whole) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void run() {
        while (!closed) {
            if (followed.isEmpty()) {
                LockSupport.park();
            } else {
                long now = System.nanoTime();
                for (long left = LOOKS * ROUND / TimeUnit.SECONDS.toNanos(1); left > 0; left--) {
                    var next = turns.peek();
                    if (next == null || now - next.due < 0) {
                        break;
                    }
                    lookAt(turns.remove());
                }
                LockSupport.parkNanos(ROUND);
            }
        }
    }

    private void lookAt(Copy log) {
        Thread.ofVirtual().name("log-" + log.task.id).start(() -> {
            permits.acquireUninterruptibly();
            log.lock.lock();
            try {
                boolean grown = !closed && followed.containsKey(log.task.id) && grown(log);
                log.pause = grown ? OFTEN : Math.min(SELDOM, log.pause * 2);
            } finally {
                if (followed.containsKey(log.task.id)) {
                    log.due = System.nanoTime() + log.pause;
                    turns.add(log);
                }
                log.lock.unlock();
                permits.release();
            }
        });
    }

    private boolean grown(Copy log) {
        try {
            boolean whole = copy(log);
            return look(log, false) || !whole;
        } catch (IOException | RuntimeException e) { // tried again after a while; the agent may be away, or the sandbox not there yet
            LOG.debug("The log of {} cannot be read: {}", log.task.id, e.getMessage());
            return false;
        }
    }

    private boolean copy(Copy log) throws IOException {
        if (log.copy == null) {
            log.copy = new LogCopy(log.task.launch.logFolder(), log.task.launchId().number());
        }
        return log.copy.copy(new Sandbox(door, log.task.agentUrl, log.framework, log.task.id));
    }

    private boolean look(Copy log, boolean last) {
        var copy = log.copy;
        if (copy == null) {
            return false;
        }
        var news = log.task.news.look(log.task.launch.logFolder(), log.limit, copy.stdoutStart(), clock.instant(), last);
        news.forEach(listener);
        return !news.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
