package comporta.local;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the C library that Java has no words for.
 *
 * <p>All go through one method handle of one shape, six longs to a long: Java needs a good part of a tenth of a second to make ready each
 * further shape, at every start. On the machines that {@link Host#check} lets pass, whole numbers and pointers travel in registers of 64
 * bits, a callee that takes fewer passes over the rest, and one that returns an int leaves it in the lower half.
 */
final class Libc {
    static final int SIGTERM = 15;
    static final int SIGKILL = 9;
    static final int NO_HANG = 1;
    static final int EPOLLIN = 1;

    private static final SymbolLookup SYMBOLS = Linker.nativeLinker().defaultLookup();
    private static final MethodHandle CALL = handle();

    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long CLOSE_RANGE = 436;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;

    private static final MemorySegment SPAWN = symbol("posix_spawn");
    private static final MemorySegment ACTIONS_INIT = symbol("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY = symbol("posix_spawn_file_actions_destroy");
    private static final MemorySegment ACTIONS_OPEN = symbol("posix_spawn_file_actions_addopen");
    private static final MemorySegment ACTIONS_CHDIR = symbol("posix_spawn_file_actions_addchdir_np");
    /** glibc from 2.34 on; NULL elsewhere. */
    private static final MemorySegment ACTIONS_CLOSE_FROM =
            SYMBOLS.find("posix_spawn_file_actions_addclosefrom_np").orElse(MemorySegment.NULL);
    private static final MemorySegment WAITPID = symbol("waitpid");
    private static final MemorySegment KILL = symbol("kill");
    private static final MemorySegment CLOSE = symbol("close");
    private static final MemorySegment READ = symbol("read");
    private static final MemorySegment WRITE = symbol("write");
    private static final MemorySegment EVENTFD = symbol("eventfd");
    private static final MemorySegment EPOLL_CREATE = symbol("epoll_create1");
    private static final MemorySegment EPOLL_CTL = symbol("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = symbol("epoll_wait");
    private static final MemorySegment SYSCALL = symbol("syscall");

    private Libc() {}

    /** Error number, or 0 and the pid in {@code pid}. */
    static int posixSpawn(
            MemorySegment pid, MemorySegment path, MemorySegment actions, MemorySegment attributes, MemorySegment argv,
            MemorySegment envp) {
        return (int) call(SPAWN, at(pid), at(path), at(actions), at(attributes), at(argv), at(envp));
    }

    /**
     * Fills {@code attributes}: a process group of its own, all signals at their defaults and none blocked, whatever is ours. Not a session
     * of its own: Linux schedules each session as a group, and starting one costs several times the price of the process on a busy machine.
     */
    static void ownGroup(MemorySegment attributes, MemorySegment signals) {
        check("posix_spawnattr_init", call(symbol("posix_spawnattr_init"), at(attributes)));
        check("sigfillset", call(symbol("sigfillset"), at(signals)));
        check("posix_spawnattr_setsigdefault", call(symbol("posix_spawnattr_setsigdefault"), at(attributes), at(signals)));
        check("sigemptyset", call(symbol("sigemptyset"), at(signals)));
        check("posix_spawnattr_setsigmask", call(symbol("posix_spawnattr_setsigmask"), at(attributes), at(signals)));
        long flags = 0x02 | 0x04 | 0x08; // SETPGROUP, SETSIGDEF, SETSIGMASK
        check("posix_spawnattr_setflags", call(symbol("posix_spawnattr_setflags"), at(attributes), flags));
    }

    static void initActions(MemorySegment actions) {
        check("posix_spawn_file_actions_init", call(ACTIONS_INIT, at(actions)));
    }

    static void destroyActions(MemorySegment actions) {
        call(ACTIONS_DESTROY, at(actions));
    }

    static void addOpen(MemorySegment actions, int descriptor, MemorySegment path, int flags, int mode) {
        check("posix_spawn_file_actions_addopen", call(ACTIONS_OPEN, at(actions), descriptor, at(path), flags, mode, 0));
    }

    static void addChdir(MemorySegment actions, MemorySegment folder) {
        check("posix_spawn_file_actions_addchdir_np", call(ACTIONS_CHDIR, at(actions), at(folder)));
    }

    /** Lets no descriptor of ours pass to the program: Java's own sockets would, and hold our port when we are gone. */
    static void addCloseOthers(MemorySegment actions) {
        if (!ACTIONS_CLOSE_FROM.equals(MemorySegment.NULL)) {
            check("posix_spawn_file_actions_addclosefrom_np", call(ACTIONS_CLOSE_FROM, at(actions), 3));
        } else { // marks them in this process, which a program that Java itself is just starting might notice: only the second choice
            call(SYSCALL, CLOSE_RANGE, 3, 0x7fff_ffffL, CLOSE_RANGE_CLOEXEC, 0, 0);
        }
    }

    /** The pid when it ended and was reaped now, 0 when it runs, -1 when it is no child of ours. */
    static int waitPid(int pid, MemorySegment status, int options) {
        return (int) call(WAITPID, pid, at(status), options, 0, 0, 0);
    }

    /** Whether there was anyone to signal; a negative pid is a process group. */
    static boolean kill(int pid, int signal) {
        return (int) call(KILL, pid, signal) == 0;
    }

    /** A descriptor that turns readable when the process ends; below 0 when there is no such process, or no descriptor left. */
    static int pidfdOpen(int pid) {
        return (int) call(SYSCALL, PIDFD_OPEN, pid);
    }

    /** Signals the very process, even if its pid was given away meanwhile. */
    static void pidfdSignal(int pidfd, int signal) {
        call(SYSCALL, PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0);
    }

    static void close(int descriptor) {
        call(CLOSE, descriptor);
    }

    static int epollCreate() {
        return check("epoll_create1", call(EPOLL_CREATE, CLOSE_ON_EXEC));
    }

    static void epollAdd(int epoll, int descriptor, MemorySegment event) {
        check("epoll_ctl", call(EPOLL_CTL, epoll, 1, descriptor, at(event), 0, 0));
    }

    /** How many descriptors are readable; also 0 when interrupted. */
    static int epollWait(int epoll, MemorySegment events, int most, int timeoutMillis) {
        return Math.max(0, (int) call(EPOLL_WAIT, epoll, at(events), most, timeoutMillis, 0, 0));
    }

    static int eventfd() {
        return check("eventfd", call(EVENTFD, 0, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    static void write(int descriptor, MemorySegment bytes) {
        call(WRITE, descriptor, at(bytes), bytes.byteSize(), 0, 0, 0);
    }

    static void read(int descriptor, MemorySegment bytes) {
        call(READ, descriptor, at(bytes), bytes.byteSize(), 0, 0, 0);
    }

    private static long at(MemorySegment memory) {
        return memory.address();
    }

    private static int check(String call, long result) {
        if ((int) result < 0) {
            throw new IllegalStateException(call + " failed; is the limit of open files reached (ulimit -n)?");
        }
        return (int) result;
    }

    private static long call(MemorySegment function, long a) {
        return call(function, a, 0, 0, 0, 0, 0);
    }

    private static long call(MemorySegment function, long a, long b) {
        return call(function, a, b, 0, 0, 0, 0);
    }

    private static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable broken) {
            throw new IllegalStateException("cannot call the C library", broken);
        }
    }

    private static MemorySegment symbol(String name) {
        return SYMBOLS.findOrThrow(name);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
        return Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }
}
