package comporta.dagfile;

import comporta.dag.Calendar;
import comporta.dag.Dag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calendar that the schedule of a DAG names.
 *
 * @param calendar null: it names none, or it is not there or cannot be used
 * @param isUsable whether a timetable can be made
 */
public record NamedCalendar(@Nullable Calendar calendar, boolean isUsable) {
    /**
     * Looks for it beside the file and above, then among others.
     *
     * @param outside calendars that are defined elsewhere, by name
     */
    public static NamedCalendar of(Dag dag, Path file, Map<String, Calendar> outside) {
        try {
            var found = new FoundCalendars(file, outside).of(dag, file);
            return new NamedCalendar(found.calendar(), found.problems().isEmpty());
        } catch (IOException e) {
            return new NamedCalendar(null, false);
        }
    }
}
