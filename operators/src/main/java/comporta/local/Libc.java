package comporta.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The calls of the C library that Java has no words for. Loading this class takes a moment: see {@link LocalBackend#warmUp}. */
@SuppressWarnings("restricted")
final class Libc {
    static final int SIGTERM = 15;
    static final int SIGKILL = 9;
    static final int NO_HANG = 1;
    static final int EPOLLIN = 1;
    static final int EPOLL_CTL_ADD = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long CLOSE_RANGE = 436;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private static final MethodHandle SPAWN =
            handle("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_INIT = handle("posix_spawnattr_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ATTR_FLAGS = handle("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private static final MethodHandle ATTR_DEFAULT = handle("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_MASK = handle("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle FILL_SET = handle("sigfillset", JAVA_INT, ADDRESS);
    private static final MethodHandle EMPTY_SET = handle("sigemptyset", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = handle("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY = handle("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_OPEN =
            handle("posix_spawn_file_actions_addopen", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACTIONS_CHDIR =
            handle("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);
    /** glibc from 2.34 on; null elsewhere. */
    private static final @Nullable MethodHandle ACTIONS_CLOSE_FROM = SYMBOLS.find("posix_spawn_file_actions_addclosefrom_np")
            .map(symbol -> LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)))
            .orElse(null);

    private static final MethodHandle WAITPID = handle("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle KILL = handle("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            SYMBOLS.findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle EPOLL_CREATE = handle("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle WRITE = handle("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = handle("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private Libc() {}

    /** Error number, or 0 and the pid in {@code pid}. */
    static int posixSpawn(
            MemorySegment pid, MemorySegment path, MemorySegment actions, MemorySegment attributes, MemorySegment argv, MemorySegment envp) {
        try {
            return (int) SPAWN.invokeExact(pid, path, actions, attributes, argv, envp);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /**
     * Fills {@code attributes}: a process group of its own, all signals at their defaults and none blocked, whatever is ours. Not a session of
     * its own: Linux schedules each session as a group, and starting one costs several times the price of the process on a busy machine.
     */
    static void ownGroup(MemorySegment attributes, MemorySegment signals) {
        try {
            int failed = (int) ATTR_INIT.invokeExact(attributes)
                    | (int) FILL_SET.invokeExact(signals)
                    | (int) ATTR_DEFAULT.invokeExact(attributes, signals)
                    | (int) EMPTY_SET.invokeExact(signals)
                    | (int) ATTR_MASK.invokeExact(attributes, signals)
                    | (int) ATTR_FLAGS.invokeExact(attributes, (short) (0x02 | 0x04 | 0x08)); // SETPGROUP, SETSIGDEF, SETSIGMASK
            check("posix_spawnattr", failed);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void initActions(MemorySegment actions) {
        try {
            check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void destroyActions(MemorySegment actions) {
        try {
            int ignored = (int) ACTIONS_DESTROY.invokeExact(actions);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void addOpen(MemorySegment actions, int descriptor, MemorySegment path, int flags, int mode) {
        try {
            check("posix_spawn_file_actions_addopen", (int) ACTIONS_OPEN.invokeExact(actions, descriptor, path, flags, mode));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void addChdir(MemorySegment actions, MemorySegment folder) {
        try {
            check("posix_spawn_file_actions_addchdir_np", (int) ACTIONS_CHDIR.invokeExact(actions, folder));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** The pid when it ended and was reaped now, 0 when it runs, -1 when it is no child of ours. */
    static int waitPid(int pid, MemorySegment status, int options) {
        try {
            return (int) WAITPID.invokeExact(pid, status, options);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Whether there was anyone to signal; a negative pid is a process group. */
    static boolean kill(int pid, int signal) {
        try {
            return (int) KILL.invokeExact(pid, signal) == 0;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** A descriptor that turns readable when the process ends, or -1 when there is no such process. */
    static int pidfdOpen(int pid) {
        return (int) syscall(PIDFD_OPEN, pid, 0, 0, 0);
    }

    /** Signals the very process, even if its pid was given away meanwhile. */
    static boolean pidfdSignal(int pidfd, int signal) {
        return syscall(PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0) == 0;
    }

    /** Lets no descriptor of ours pass to the program: Java's own sockets would, and hold our port when we are gone. */
    static void addCloseOthers(MemorySegment actions) {
        try {
            if (ACTIONS_CLOSE_FROM != null) {
                check("posix_spawn_file_actions_addclosefrom_np", (int) ACTIONS_CLOSE_FROM.invokeExact(actions, 3));
            } else { // marks them in this process, which a program that Java itself is just starting might notice: only the second choice
                long ignored = syscall(CLOSE_RANGE, 3, 0x7fff_ffffL, CLOSE_RANGE_CLOEXEC, 0);
            }
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int epollCreate() {
        try {
            return check("epoll_create1", (int) EPOLL_CREATE.invokeExact(0x80000));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void epollAdd(int epoll, int descriptor, MemorySegment event) {
        try {
            check("epoll_ctl", (int) EPOLL_CTL.invokeExact(epoll, EPOLL_CTL_ADD, descriptor, event));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** How many descriptors are readable; also 0 when interrupted. */
    static int epollWait(int epoll, MemorySegment events, int most, int timeoutMillis) {
        try {
            return Math.max(0, (int) EPOLL_WAIT.invokeExact(epoll, events, most, timeoutMillis));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static int eventfd() {
        try {
            return check("eventfd", (int) EVENTFD.invokeExact(0, 0x80000 | 0x800));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void write(int descriptor, MemorySegment bytes) {
        try {
            long ignored = (long) WRITE.invokeExact(descriptor, bytes, bytes.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void read(int descriptor, MemorySegment bytes) {
        try {
            long ignored = (long) READ.invokeExact(descriptor, bytes, bytes.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static long syscall(long number, long a, long b, long c, long d) {
        try {
            return (long) SYSCALL.invokeExact(number, a, b, c, d);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static int check(String call, int result) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed; is the limit of open files reached (ulimit -n)?");
        }
        return result;
    }

    private static RuntimeException broken(Throwable e) {
        return e instanceof RuntimeException known ? known : new IllegalStateException("cannot call the C library", e);
    }

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
