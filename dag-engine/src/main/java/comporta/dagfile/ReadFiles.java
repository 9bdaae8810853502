package comporta.dagfile;

import comporta.dag.DagId;
import comporta.dag.Misspelt;
import comporta.dagfile.KnownNames.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of a folder as they were read last, by their paths below it. */
final class ReadFiles {
    /** A file may be written twice within one tick of its clock: as long as it is that young, its bytes are looked at. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Path folder;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new TreeMap<>();
    private final Map<Path, KnownNames> namesByCalendars = new HashMap<>();
    private Path lastRead;

    /** @param folder as problems name it */
    ReadFiles(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        lastRead = folder;
    }

    /**
     * A file as it was read.
     *
     * @param file where it lay
     * @param looks of it and of whatever it may read
     * @param settled whether another look at its bytes is needless while it looks the same
     * @param name of its DAG, as far as that can be told
     */
    private record Kept(
            Path file, Object looks, boolean settled, String digest, KnownNames known, Reading reading, @Nullable DagId name,
            @Nullable Checked checked) {
        Kept seen(Path now, Object looksNow, boolean settledNow) {
            return new Kept(now, looksNow, settledNow, digest, known, reading, name, checked);
        }

        Kept checked(Checked now) {
            return new Kept(file, looks, settled, digest, known, reading, name, now);
        }
    }

    /** What came of reading a file once more with the names of all DAGs. */
    private record Checked(Set<String> dags, Reading reading) {}

    InstantSource clock() {
        return clock;
    }

    /** Whether the bytes of every file are known to be what was read. */
    boolean areSettled() {
        return kept.values().stream().allMatch(Kept::settled);
    }

    /** Reads the files that are new or other than they were, and forgets those that are gone. Returns how many were parsed. */
    int read(Path real, FolderList list, Outside outside) throws IOException {
        namesByCalendars.clear();
        lastRead = real;
        int parsed = 0;
        var young = clock.instant().minus(YOUNG);
        var beside = list.java().isEmpty() ? Map.<Path, Map<Path, FolderList.Seen>>of() : besides(list);
        var there = new TreeSet<String>();
        for (var each : list.files().entrySet()) {
            var file = each.getKey();
            var path = real.relativize(file).toString();
            var looks = JavaDags.isJava(file) ? beside.getOrDefault(file.getParent(), Map.of()) : Map.of(file, each.getValue());
            boolean settled = looks.values().stream().allMatch(seen -> seen.modified().toInstant().isBefore(young));
            var known = names(file, outside);
            try {
                if (!isUnchanged(path, file, looks, known)) {
                    if (JavaDags.isJava(file) && !DagFiles.isJavaDag(file)) {
                        continue;
                    }
                    parsed += read(path, file, looks, settled, known) ? 1 : 0;
                }
                there.add(path);
            } catch (NoSuchFileException e) {
                // It has just gone: the next listing is without it, or has it again.
            } catch (IOException e) {
                kept.put(path, new Kept(file, looks, false, "", known, unreadable(path, e), null, null));
                there.add(path);
            }
        }
        kept.keySet().retainAll(there);
        return parsed;
    }

    private boolean isUnchanged(String path, Path file, Object looks, KnownNames known) {
        var before = kept.get(path);
        return before != null && before.settled && before.file.equals(file) && before.looks.equals(looks) && before.known.equals(known);
    }

    private Reading unreadable(String path, IOException why) {
        var problems = new Problems(folder.resolve(path).toString(), false);
        problems.error(Place.TOP, "file-limit", "the file cannot be read: " + why.getMessage(), "Let the server read it, or remove it");
        return new Reading(null, problems.inOrder(), "");
    }

    private boolean read(String path, Path file, Object looks, boolean settled, KnownNames known) throws IOException {
        var before = kept.get(path);
        // What a Java file reads is told by its reader, which also knows what it has read before.
        var digest = JavaDags.isJava(file) ? "" : digest(file);
        if (before != null && !digest.isEmpty() && before.digest.equals(digest) && before.known.equals(known)) {
            kept.put(path, before.seen(file, looks, settled));
            return false;
        }
        var reading = tolerant(file, path, known);
        boolean same = before != null && before.known.equals(known) && before.reading.equals(reading);
        var name = name(file, reading);
        kept.put(path, before != null && same ? before.seen(file, looks, settled)
                : new Kept(file, looks, settled, digest, known, reading, name == null && before != null ? before.name : name, null));
        return !same;
    }

    /**
     * The DAG of a file that names what nobody has defined: it may be defined, or removed, at any time, and a run that needs it says so. It
     * is told all the same. Without its calendar there is no timetable: that is told where calendars are looked for.
     */
    private Reading tolerant(Path file, String path, KnownNames known) throws IOException {
        var shown = folder.resolve(path).toString();
        var strict = DagFiles.read(file, shown, lastRead, new Checking(false, known));
        var errors = strict.problems().stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).toList();
        if (errors.isEmpty() || !errors.stream().allMatch(DagProblem::isOfOutside)) {
            return strict;
        }
        var lenient = DagFiles.read(file, shown, lastRead, Checking.LENIENT);
        return new Reading(lenient.dag(), strict.problems().stream().map(DagProblem::asWarning).toList(), lenient.source());
    }

    /** By folder, all plain files beside each other: a Java file may read any of those beside it. */
    private static Map<Path, Map<Path, FolderList.Seen>> besides(FolderList list) {
        var beside = new HashMap<Path, Map<Path, FolderList.Seen>>();
        for (var all : List.of(list.files(), list.others())) {
            all.forEach((file, seen) -> beside.computeIfAbsent(Objects.requireNonNull(file.getParent()), _ -> new HashMap<>())
                    .put(file, seen));
        }
        return beside;
    }

    private KnownNames names(Path file, Outside outside) {
        var parent = Objects.requireNonNull(file.getParent());
        return namesByCalendars.computeIfAbsent(parent, _ -> {
            var beside = CalendarFolder.above(file).map(CalendarFolder::names).orElse(Set.of());
            if (beside.isEmpty() && outside.calendars().isEmpty() && outside.names().byKind().isEmpty()) {
                return outside.names();
            }
            var all = new TreeSet<>(beside);
            all.addAll(outside.calendars().keySet());
            return outside.names().with(Kind.CALENDAR, all);
        });
    }

    private static @Nullable DagId name(Path file, Reading reading) throws IOException {
        var dag = reading.dag();
        if (dag != null) {
            return dag.id();
        }
        try {
            return JavaDags.isJava(file) ? null : DagFiles.nameIn(Files.readAllBytes(file)).map(DagId::new).orElse(null);
        } catch (Misspelt | NoSuchFileException e) {
            return null;
        }
    }

    Set<String> paths() {
        return kept.keySet();
    }

    /** The name of the DAG in a file, mistakes or not, as far as it can be told. */
    Optional<DagId> nameIn(String path) {
        return Optional.ofNullable(kept.get(path)).map(Kept::name);
    }

    /** The names of all DAGs; empty when a file does not tell its own. */
    Optional<Set<String>> namesOfDags(Map<String, DagId> owners) {
        var names = new TreeSet<String>();
        for (var each : kept.entrySet()) {
            var name = each.getValue().name == null ? owners.get(each.getKey()) : each.getValue().name;
            if (name == null) {
                return Optional.empty();
            }
            names.add(name.value());
        }
        return Optional.of(names);
    }

    /** A file as it was read, and where it waits for a DAG that is not there, as it is read with that known. */
    Reading checkedAgainst(String path, Optional<Set<String>> dags) throws IOException {
        var read = Objects.requireNonNull(kept.get(path));
        var dag = read.reading.dag();
        if (dag == null || dags.isEmpty() || dags.get().containsAll(FolderChecks.named(dag))) {
            return read.reading;
        }
        var checked = read.checked;
        if (checked == null || !checked.dags.equals(dags.get())) {
            var reading = DagFiles.read(
                    read.file, folder.resolve(path).toString(), lastRead,
                    new Checking(false, read.known.with(Kind.DAG, dags.get())));
            checked = new Checked(dags.get(), reading);
            kept.put(path, read.checked(checked));
        }
        return checked.reading;
    }

    /** What is told of Java files that no DAG uses, by path. */
    Map<String, List<DagProblem>> unusedHelpers(Path real, FolderList list) throws IOException {
        var told = new TreeMap<String, List<DagProblem>>();
        for (var file : list.java()) {
            try {
                var path = real.relativize(file).toString();
                if (DagFiles.isJavaHelper(file)) {
                    told.put(path, DagFiles.checkHelper(file, folder.resolve(path).toString(), Checking.LENIENT));
                }
            } catch (NoSuchFileException e) {
                // It has just gone.
            }
        }
        return told;
    }

    private static String digest(Path file) throws IOException {
        // A larger one is refused before it is read.
        if (!Files.isRegularFile(file) || Files.size(file) > (long) DagFiles.MOST_MEGABYTES * DagFiles.MEGABYTE) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
