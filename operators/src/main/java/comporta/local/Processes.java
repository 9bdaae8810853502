package comporta.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** What {@code /proc} tells of the processes that descend from our launches. */
final class Processes {
    private static final int LARGEST = 4 << 20;
    private static final File PROC = new File("/proc");

    private Processes() {}

    /**
     * One process.
     *
     * @param started in ticks since the boot: tells it from a later one of the same number
     */
    record Member(int pid, int parent, int group, long started) {}

    /** Whether the process is the shim of that launch, and not another one that was given its pid. */
    static boolean isShim(int pid, String launch) {
        var words = read(pid, "cmdline").split("\0", 5);
        return words.length > 3 && words[3].equals(Shim.NAME) && mark(pid).filter(launch::equals).isPresent();
    }

    /** The shim of that launch: of its processes the one that leads their group. */
    static Optional<Integer> findShim(String launch) {
        return members().stream()
                .filter(member -> member.pid() == member.group() && isShim(member.pid(), launch))
                .map(Member::pid)
                .findFirst();
    }

    /**
     * Kills what belongs to a launch: all that bears its mark, is in its group, or descends from such.
     *
     * @param shim whose group it is; 0: gone, and its number perhaps given away
     * @param spared whether the shim itself is left to do its last deeds
     * @return those that were alive
     */
    static Set<Member> kill(String launch, int shim, boolean spared) {
        var members = members();
        var doomed = new HashSet<Integer>();
        for (var member : members) {
            if ((shim != 0 && member.group() == shim) || mark(member.pid()).filter(launch::equals).isPresent()) {
                doomed.add(member.pid());
            }
        }
        addDescendants(members, doomed);
        if (spared) {
            doomed.remove(shim);
        }
        doomed.forEach(pid -> Libc.kill(pid, Libc.SIGKILL));
        return members.stream().filter(member -> doomed.contains(member.pid())).collect(Collectors.toSet());
    }

    /** Whether it is still there: one that was killed holds its files and ports for a moment, though it has no environment any more. */
    static boolean isAlive(Member member) {
        return read(member.pid()).filter(now -> now.started() == member.started()).isPresent();
    }

    /** Kills all that bear the mark of a launch of this folder that is over. A shim that has not claimed its launch yet is let be. */
    static void sweep(Path launches, BiPredicate<String, Boolean> isOver) {
        for (int pid : pids()) {
            var launch = mark(pid).filter(root -> root.startsWith(launches + "/"));
            if (launch.isPresent() && isOver.test(launch.get(), isShim(pid, launch.get()))) {
                int pidfd = Libc.pidfdOpen(pid);
                if (pidfd >= 0) {
                    if (mark(pid).equals(launch)) { // still the same one, now that its number cannot be given away unseen
                        Libc.pidfdSignal(pidfd, Libc.SIGKILL);
                    }
                    Libc.close(pidfd);
                }
            }
        }
    }

    private static void addDescendants(List<Member> members, Set<Integer> pids) {
        boolean grown = !pids.isEmpty();
        while (grown) {
            grown = false;
            for (var member : members) {
                grown |= pids.contains(member.parent()) && pids.add(member.pid());
            }
        }
    }

    private static List<Member> members() {
        var members = new ArrayList<Member>();
        for (int pid : pids()) {
            read(pid).ifPresent(members::add);
        }
        return members;
    }

    private static Optional<Member> read(int pid) {
        var stat = read(pid, "stat");
        var words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 21);
        // state, parent, group, …, start; a zombie is over, only not yet reaped
        return words.length < 21 || words[0].equals("Z") || words[0].equals("X")
                ? Optional.empty()
                : Optional.of(new Member(pid, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[19])));
    }

    private static List<Integer> pids() {
        var names = PROC.list((proc, name) -> Character.isDigit(name.charAt(0)));
        var pids = new ArrayList<Integer>();
        for (var name : names == null ? new String[0] : names) {
            pids.add(Integer.valueOf(name));
        }
        return pids;
    }

    /** The launch that the process was born into. */
    private static Optional<String> mark(int pid) {
        var environment = read(pid, "environ");
        var name = Shim.MARK + "=";
        int at = environment.startsWith(name) ? 0 : environment.indexOf("\0" + name) + 1;
        if (at == 0 && !environment.startsWith(name)) {
            return Optional.empty();
        }
        int end = environment.indexOf('\0', at);
        return Optional.of(environment.substring(at + name.length(), end < 0 ? environment.length() : end));
    }

    /**
     * Empty when the process is gone or another user's.
     *
     * @throws UncheckedIOException when that cannot be known: a process must not pass for gone because we cannot look
     */
    private static String read(int pid, String file) {
        try (var in = new FileInputStream("/proc/" + pid + "/" + file)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Too many open files")) {
                throw new UncheckedIOException("cannot look into /proc", e);
            }
            return "";
        }
    }
}
