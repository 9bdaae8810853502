package comporta.dagfile;

import comporta.dag.Calendar;
import java.util.Map;

/**
 * What the files of a dags folder may name and is defined elsewhere, as by a server.
 *
 * @param names all names by their kind; those of DAGs, and of calendars in the folder, are found there
 * @param calendars those that are defined outside; one of the same name in the folder goes before
 */
public record Outside(KnownNames names, Map<String, Calendar> calendars) {
    /** Nothing is known, so that anything may be there. */
    public static final Outside UNKNOWN = new Outside(KnownNames.NONE, Map.of());

    public Outside {
        calendars = Map.copyOf(calendars);
    }
}
