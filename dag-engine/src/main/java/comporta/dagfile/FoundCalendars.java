package comporta.dagfile;

import comporta.dag.Calendar;
import comporta.dag.Dag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calendars that the schedules of a folder name, each file read once. */
final class FoundCalendars {
    private static final CalendarFolder.Found NONE = new CalendarFolder.Found(null, List.of());

    private final Path folder;
    private final Map<String, Calendar> outside;
    private final Map<Path, CalendarFolder.Found> known = new HashMap<>();

    FoundCalendars(Path folder, Map<String, Calendar> outside) {
        this.folder = folder;
        this.outside = outside;
    }

    /** The calendar of a DAG, or why there is none; neither when it names none. */
    CalendarFolder.Found of(Dag dag, Path file) throws IOException {
        var use = dag.schedule().calendar();
        if (use == null) {
            return NONE;
        }
        var beside = CalendarFolder.above(file);
        if (beside.isPresent() && beside.get().names().contains(use.name())) {
            var key = beside.get().fileOf(use.name());
            var found = known.get(key);
            if (found == null) {
                found = beside.get().read(use.name());
                known.put(key, found);
            }
            return found;
        }
        var other = outside.get(use.name());
        return other != null
                ? new CalendarFolder.Found(other, List.of())
                : new CalendarFolder.Found(null, List.of(new DagProblem(
                        file.toString(), 1, 1, DagProblem.Severity.ERROR, "unknown-resource", "there is no calendar \"" + use.name() + "\"",
                        "Write it into " + folder.resolve("_calendars").resolve(use.name() + ".yaml"))));
    }
}
