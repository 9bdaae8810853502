package comporta.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code /proc} tells of the processes that descend from our launches. */
final class Processes {
    private static final int LARGEST = 4 << 20;
    private static final File PROC = new File("/proc");

    private Processes() {}

    private record Member(int pid, int parent, int session) {}

    /** Whether the process is the shim of that launch folder, and not another one that was given its pid. */
    static boolean isShim(int pid, Path folder) {
        var words = read(pid, "cmdline").split("\0", 5);
        return words.length > 3 && words[3].equals(Shim.NAME) && mark(pid).filter(folder.toString()::equals).isPresent();
    }

    /** The shim of that launch folder: of its processes the one that leads its session. */
    static Optional<Integer> findShim(Path folder) {
        return members().stream()
                .filter(member -> member.pid() == member.session() && isShim(member.pid(), folder))
                .map(Member::pid)
                .findFirst();
    }

    /**
     * Kills what belongs to a launch: all that bears its mark, is in its session, or descends from such.
     *
     * @param shim whose session it is; 0: gone, and its number perhaps given away
     * @param spared whether the shim itself is left to do its last deeds
     * @return how many were alive
     */
    static int kill(Path folder, int shim, boolean spared) {
        var members = members();
        var doomed = new HashSet<Integer>();
        for (var member : members) {
            if ((shim != 0 && member.session() == shim) || mark(member.pid()).filter(folder.toString()::equals).isPresent()) {
                doomed.add(member.pid());
            }
        }
        addDescendants(members, doomed);
        if (spared) {
            doomed.remove(shim);
        }
        doomed.forEach(pid -> Libc.kill(pid, Libc.SIGKILL));
        return doomed.size();
    }

    /** Kills all that bear the mark of a launch folder that is over. */
    static void sweep(Path launches, Predicate<Path> isOver) {
        for (int pid : pids()) {
            var folder = mark(pid).map(Path::of).filter(path -> launches.equals(path.getParent()));
            if (folder.isPresent() && isOver.test(folder.get())) {
                int pidfd = Libc.pidfdOpen(pid);
                if (pidfd >= 0) {
                    if (mark(pid).map(Path::of).equals(folder)) { // still the same one, now that its number cannot be given away unseen
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
            var stat = read(pid, "stat");
            var words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 6);
            // state, parent, group, session; a zombie is over, only not yet reaped
            if (words.length == 6 && !words[0].equals("Z") && !words[0].equals("X")) {
                members.add(new Member(pid, Integer.parseInt(words[1]), Integer.parseInt(words[3])));
            }
        }
        return members;
    }

    private static List<Integer> pids() {
        var names = PROC.list((proc, name) -> Character.isDigit(name.charAt(0)));
        var pids = new ArrayList<Integer>();
        for (var name : names == null ? new String[0] : names) {
            pids.add(Integer.valueOf(name));
        }
        return pids;
    }

    /** The launch folder that the process was born into. */
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

    /** Empty when the process is gone or another user's. */
    private static String read(int pid, String file) {
        try (var in = new FileInputStream("/proc/" + pid + "/" + file)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
