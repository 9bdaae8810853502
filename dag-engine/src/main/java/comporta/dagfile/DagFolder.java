package comporta.dagfile;

import comporta.dag.DagId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A dags folder as one set of files. A reading holds what was there at one moment, even where the folder is a link that is replaced, or a
 * Git checkout at work: it is done when two listings in a row agree. Files that have not changed are not parsed again. For one thread.
 */
public final class DagFolder {
    private static final Duration BETWEEN_LISTINGS = Duration.ofMillis(100);

    /** After so many listings, half a minute at least, something writes without end: it must not keep all else from being read. */
    private static final int MOST_LISTINGS = 300;

    private final Path folder;
    private final Runnable pause;
    private final ReadFiles files;
    private @Nullable Accepted accepted;

    /** A folder that need not be there yet; nothing is read. */
    public DagFolder(Path folder, InstantSource clock) {
        this(folder, clock, () -> LockSupport.parkNanos(BETWEEN_LISTINGS.toNanos()));
    }

    /** @param pause between two listings */
    DagFolder(Path folder, InstantSource clock, Runnable pause) {
        this.folder = folder.toAbsolutePath().normalize();
        this.pause = pause;
        files = new ReadFiles(this.folder, clock);
    }

    private record Accepted(Path real, FolderList list, Outside outside, Map<String, DagId> owners, FolderReading reading) {}

    /**
     * Reads what has changed; the same reading once more when nothing has.
     *
     * @param outside what files may name
     * @param owners the DAG that each path had before: of two files with the same DAG that one keeps it, and a broken file is known by it
     * @throws IOException when the folder is not there, or cannot be listed; no file is to be taken for gone then
     */
    public FolderReading read(Outside outside, Map<String, DagId> owners) throws IOException {
        var real = folder.toRealPath();
        var list = FolderList.of(real);
        var before = accepted;
        if (before != null && before.real.equals(real) && before.list.equals(list) && before.outside.equals(outside) && files.areSettled()
                && before.owners.equals(owners)) {
            return before.reading;
        }
        int parsed = files.read(real, list, outside);
        for (int listings = 1; listings < MOST_LISTINGS; listings++) {
            if (listings > 1 || before != null || !files.areSettled()) {
                pause.run();    // at a start, files that are old are at rest
            }
            var realNow = folder.toRealPath();
            var listNow = FolderList.of(realNow);
            boolean steady = realNow.equals(real) && listNow.equals(list) && !GitCheckout.isAtWork(realNow, files.clock());
            if (steady) {
                break;
            }
            real = realNow;
            list = listNow;
            parsed += files.read(real, list, outside);
        }
        var reading = whole(real, list, outside, owners, parsed);
        if (before != null && before.reading.isSameAs(reading)) {
            reading = before.reading;
        }
        accepted = new Accepted(real, list, outside, Map.copyOf(owners), reading);
        return reading;
    }

    private FolderReading whole(Path real, FolderList list, Outside outside, Map<String, DagId> owners, int parsed) throws IOException {
        var names = files.namesOfDags(owners);
        var readings = new LinkedHashMap<String, Reading>();
        for (var path : files.paths()) {
            readings.put(path, files.checkedAgainst(path, names));
        }
        var calendars = new FoundCalendars(real, outside.calendars());
        var problems = new TreeMap<String, List<DagProblem>>();
        readings.forEach((path, reading) -> problems.put(path, new ArrayList<>(reading.problems())));
        var right = new LinkedHashMap<String, FoundDag>();
        for (var each : readings.entrySet()) {
            var dag = each.getValue().dag();
            if (dag != null) {
                var calendar = calendars.of(dag, real.resolve(each.getKey()));
                if (calendar.problems().isEmpty()) {
                    right.put(each.getKey(), new FoundDag(
                            dag, each.getKey(), folder.resolve(each.getKey()), each.getValue().source(), calendar.calendar(),
                            each.getValue().problems()));
                } else {
                    problems.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).addAll(calendar.problems());
                }
            }
        }
        onePerName(right, owners, problems);
        withoutCycles(right, problems);
        files.unusedHelpers(real, list).forEach((path, told) -> problems.computeIfAbsent(path, _ -> new ArrayList<>()).addAll(told));
        return new FolderReading(
                List.copyOf(right.values()), broken(right, readings.keySet(), owners), told(problems, owners), parsed);
    }

    /** Of files that define the same DAG one is right: the one that had it before, else the first. */
    private void onePerName(Map<String, FoundDag> right, Map<String, DagId> owners, Map<String, List<DagProblem>> problems) {
        var holder = new LinkedHashMap<DagId, String>();
        for (var found : right.values()) {
            var id = found.dag().id();
            if (!holder.containsKey(id) || id.equals(owners.get(found.path()))) {
                holder.put(id, found.path());
            }
        }
        right.values().removeIf(found -> {
            var path = holder.getOrDefault(found.dag().id(), found.path());
            if (path.equals(found.path())) {
                return false;
            }
            problems.computeIfAbsent(found.path(), _ -> new ArrayList<>())
                    .add(FolderChecks.duplicate(found.dag().id(), shown(found.path()), found.source(), shown(path)));
            return true;
        });
    }

    private void withoutCycles(Map<String, FoundDag> right, Map<String, List<DagProblem>> problems) {
        for (var cycle : FolderChecks.cycles(right.values().stream().map(FoundDag::dag).toList())) {
            var first = right.values().stream().filter(found -> found.dag().id().equals(cycle.getFirst())).findFirst().orElseThrow();
            problems.computeIfAbsent(first.path(), _ -> new ArrayList<>())
                    .add(FolderChecks.problem(cycle, shown(first.path()), first.source()));
            right.values().removeIf(found -> cycle.contains(found.dag().id()));
        }
    }

    private Set<DagId> broken(Map<String, FoundDag> right, Set<String> paths, Map<String, DagId> owners) {
        var fine = right.values().stream().map(found -> found.dag().id()).toList();
        var broken = new LinkedHashSet<DagId>();
        for (var path : paths) {
            if (!right.containsKey(path)) {
                files.nameIn(path).ifPresent(broken::add);
                if (owners.containsKey(path)) {
                    broken.add(owners.get(path));
                }
            }
        }
        fine.forEach(broken::remove);
        return broken;
    }

    private List<FolderReading.FileProblems> told(Map<String, List<DagProblem>> problems, Map<String, DagId> owners) {
        return problems.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> new FolderReading.FileProblems(
                        each.getKey(),
                        files.nameIn(each.getKey()).map(DagId::value)
                                .orElse(owners.containsKey(each.getKey()) ? owners.get(each.getKey()).value() : ""),
                        each.getValue()))
                .toList();
    }

    private String shown(String path) {
        return folder.resolve(path).toString();
    }
}
