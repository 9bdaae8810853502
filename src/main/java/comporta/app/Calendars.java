package comporta.app;

import comporta.dag.Calendar;
import comporta.dag.Dag;
import comporta.dag.Suggestion;
import comporta.dagfile.CalendarFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calendars that DAG files name. */
final class Calendars {
    private Calendars() {}

    /**
     * The calendar of a DAG's schedule; null: it names none.
     *
     * @throws UsageException when it is not there, or cannot be used
     */
    static @Nullable Calendar of(Dag dag, Path dagFile) {
        var use = dag.schedule().calendar();
        if (use == null) {
            return null;
        }
        var folder = CalendarFolder.above(dagFile);
        var names = folder.map(CalendarFolder::names).orElse(Set.of());
        if (!names.contains(use.name())) {
            throw new UsageException("there is no calendar \"" + use.name() + "\". "
                    + Suggestion.didYouMean(use.name(), names, "Write it into _calendars/" + use.name() + ".yaml of the dags folder."));
        }
        try {
            var found = folder.orElseThrow().read(use.name());
            if (found.calendar() == null) {
                throw new UsageException("calendar " + use.name() + " cannot be used.\n"
                        + found.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
            }
            return found.calendar();
        } catch (IOException e) {
            throw new UsageException("cannot read calendar " + use.name() + ": "
                    + Objects.requireNonNullElse(e.getMessage(), "unknown reason") + ".");
        }
    }
}
