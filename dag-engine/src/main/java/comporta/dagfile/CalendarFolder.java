package comporta.dagfile;

import comporta.dag.Calendar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The folder {@code _calendars} of a dags folder, a file for each calendar. */
public final class CalendarFolder {
    private static final String NAME = "_calendars";
    private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Type.Block KEYS = Types.block("the calendar",
            Key.key("weekend", Types.listOf(Types.words(WEEK.toArray(String[]::new))), "[]", "days of the week that are closed"),
            Key.key("closed", Types.listOf(new Type.Spelt(Spelling.DATE)), "[]", "further closed days, such as holidays"),
            Key.key("open", Types.listOf(new Type.Spelt(Spelling.DATE)), "[]", "days that are open all the same"));

    private final Path folder;

    private CalendarFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of reading one.
     *
     * @param calendar null when there is a problem
     */
    public record Found(@Nullable Calendar calendar, List<DagProblem> problems) {
        public Found {
            problems = List.copyOf(problems);
        }
    }

    /** The one that a DAG file sees: in its own folder, or the nearest above. */
    public static Optional<CalendarFolder> above(Path dagFile) {
        for (var folder = dagFile.toAbsolutePath().normalize().getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(NAME))) {
                return Optional.of(new CalendarFolder(folder.resolve(NAME)));
            }
        }
        return Optional.empty();
    }

    /** All that is wrong with the text of a calendar. */
    public static List<DagProblem> check(String shownPath, byte[] bytes) {
        return KeyedFile.read(shownPath, bytes, KEYS).problems();
    }

    /** Names of the calendars that are there. */
    public Set<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** Where a calendar of that name is. */
    Path fileOf(String name) {
        return folder.resolve(name + ".yaml");
    }

    /**
     * Reads one of {@link #names()}.
     *
     * @throws IOException when it is not there or cannot be read
     */
    public Found read(String name) throws IOException {
        var file = fileOf(name);
        return read(name, file.toString(), Files.readAllBytes(file));
    }

    /** Reads the text of a calendar that lies anywhere. */
    public static Found read(String name, String shownPath, byte[] bytes) {
        var read = KeyedFile.read(shownPath, bytes, KEYS);
        if (!read.problems().isEmpty()) {
            return new Found(null, read.problems());
        }
        var values = read.values();
        return new Found(new Calendar(name, weekend(values), dates(values, "closed"), dates(values, "open")), List.of());
    }

    private static Set<DayOfWeek> weekend(Map<String, Object> values) {
        return new Fields(values).texts("weekend").stream().map(day -> DayOfWeek.of(WEEK.indexOf(day) + 1)).collect(Collectors.toSet());
    }

    private static Set<LocalDate> dates(Map<String, Object> values, String key) {
        return new Fields(values).texts(key).stream().map(LocalDate::parse).collect(Collectors.toSet());
    }
}
