package comporta.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The host and boot that local launches belong to. */
final class Host {
    private Host() {}

    /** One word without meaning to a shell: a process id tells a process only together with it. */
    static String current() {
        try {
            var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            // the inode of the pid namespace: containers of one host number their processes apart
            return boot + "-" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            throw new IllegalStateException("cannot tell this boot from others. Mount /proc", e);
        }
    }

    /** A word that only this process of this boot has, and that {@link #isProcess} knows again. */
    static String thisProcess() {
        long pid = ProcessHandle.current().pid();
        return pid + "-" + startOf(pid);
    }

    /** Whether the process of that word lives. */
    static boolean isProcess(String word) {
        var parts = word.split("-", 2);
        return parts.length == 2 && startOf(Long.parseLong(parts[0])).equals(parts[1]);
    }

    private static String startOf(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        } catch (IOException e) {
            return "gone";
        }
    }

    /** Whether this process, and so each that it starts, belongs to a terminal. */
    static boolean hasTerminal() {
        try {
            var stat = Files.readString(Path.of("/proc/self/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).split(" ", 6)[4].equals("0");
        } catch (IOException e) {
            throw new IllegalStateException("cannot read about this process. Mount /proc", e);
        }
    }

    /** @throws IllegalStateException when local jobs cannot run here */
    static void check() {
        var system = System.getProperty("os.name");
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!system.equals("Linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
            throw new IllegalStateException("Local jobs run on Linux only (x86_64 or aarch64), and this is " + system + " on "
                    + machine + ". Use a Linux machine or container, or another backend");
        }
    }
}
