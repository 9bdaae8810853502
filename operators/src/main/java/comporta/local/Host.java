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
