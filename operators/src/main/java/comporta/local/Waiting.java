package comporta.local;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/** Waits for the ends of any number of processes, our children or not, in one thread. */
final class Waiting implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64"); // struct epoll_event is so only there
    private static final long EVENT = PACKED ? 12 : 16;
    private static final long DATA = PACKED ? 4 : 8;
    private static final long WAKE_UP = 0;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment events = arena.allocate(EVENT * AT_ONCE, 8);
    private final MemorySegment one = arena.allocate(JAVA_LONG);
    private final MemorySegment drained = arena.allocate(JAVA_LONG);
    private final int epoll = Libc.epollCreate();
    private final int bell = Libc.eventfd();
    private boolean closed;

    Waiting() {
        one.set(JAVA_LONG, 0, 1);
        add(bell, WAKE_UP);
    }

    /**
     * From now on the end of the process is noticed, until its descriptor is closed.
     *
     * @param key what {@link #await} tells; not 0
     */
    synchronized void add(int pidfd, long key) {
        if (closed) {
            return; // whoever comes after us finds the process
        }
        try (var own = Arena.ofConfined()) {
            var event = own.allocate(EVENT, 8);
            event.set(JAVA_INT_UNALIGNED, 0, Libc.EPOLLIN);
            event.set(JAVA_LONG_UNALIGNED, DATA, key);
            Libc.epollAdd(epoll, pidfd, event);
        }
    }

    /** Waits, for so long at most (-1: without end), and tells the keys of the ended. */
    void await(int millis, LongConsumer ended) {
        int count = Libc.epollWait(epoll, events, AT_ONCE, millis);
        for (int i = 0; i < count; i++) {
            long key = events.get(JAVA_LONG_UNALIGNED, i * EVENT + DATA);
            if (key == WAKE_UP) {
                Libc.read(bell, drained);
            } else {
                ended.accept(key);
            }
        }
    }

    /** Lets {@link #await} return. */
    synchronized void wakeUp() {
        if (!closed) {
            Libc.write(bell, one);
        }
    }

    /** To be called by the thread that waits. */
    @Override
    public synchronized void close() {
        closed = true;
        Libc.close(bell);
        Libc.close(epoll);
    }
}
