package comporta.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What tells a process from every other one of its machine, also after a restart of either: boot, process namespace, number and start.
 * Where the system does not tell, it is empty, and nobody knows whether that process is over.
 */
final class ProcessName {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int STARTED = 19;

    private ProcessName() {}

    static String mine() {
        return of(ProcessHandle.current().pid());
    }

    static String of(long pid) {
        try {
            return machine() + pid + " " + fields(pid)[STARTED];
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** Whether that process was one of this machine, and certainly is no more. */
    static boolean isOver(String name) {
        String machine;
        try {
            machine = machine();
        } catch (IOException | RuntimeException e) {
            return false;
        }
        if (!name.startsWith(machine)) {
            return false;
        }
        var rest = name.substring(machine.length()).split(" ", -1);
        try {
            var now = fields(Long.parseLong(rest[0]));
            return !now[STARTED].equals(rest[1]) || now[STATE].equals("Z") || now[STATE].equals("X");
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Two containers on one machine see the same boot and other processes. */
    private static String machine() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip() + " "
                + Files.readSymbolicLink(PROC.resolve("self/ns/pid")) + " ";
    }

    /** From its state on; before it stands the name of the program, which may hold anything. */
    private static String[] fields(long pid) throws IOException {
        var line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }
}
