package comporta.tasklog;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Gives the disk blocks in the middle of a file back while another process appends to it: its size and all offsets stay. Java has no call
 * for it; only a log that passes its limit loads this class.
 */
final class Holes {
    private static final int WRITE_ONLY = 1;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 1 | 2;
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            handle("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Holes() {}

    /** Whether the file system did it. */
    static boolean punch(Path file, long from, long to) {
        try (var arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), WRITE_ONLY);
            if (descriptor < 0) {
                return false;
            }
            int refused = (int) FALLOCATE.invokeExact(descriptor, KEEP_SIZE_AND_PUNCH_HOLE, from, to - from);
            int ignored = (int) CLOSE.invokeExact(descriptor);
            return refused == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call fallocate", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
