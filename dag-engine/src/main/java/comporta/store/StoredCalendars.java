package comporta.store;

import java.util.List;
import java.util.Optional;

/** Calendars that lie in no dags folder. All that writes is for the thread that writes. */
public final class StoredCalendars {
    private final Store store;
    private final Writer writer;

    StoredCalendars(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** All of them, by name. */
    public List<StoredCalendar> all() {
        return store.read(CalendarRows::all);
    }

    /** The calendar of that name. */
    public Optional<StoredCalendar> find(String name) {
        return Optional.ofNullable(store.read(session -> CalendarRows.find(session, name)));
    }

    /**
     * Makes a calendar, or changes it.
     *
     * @param text of the file that it would be; the caller has checked it
     */
    public StoredCalendar set(String name, String text, Deed deed) {
        return writer.write(session -> {
            var before = CalendarRows.find(session, name);
            var after = new StoredCalendar(name, text, before == null ? 1 : before.version() + 1, deed.at(), deed.who());
            CalendarRows.write(session, after);
            Audit.add(session, deed.of(
                    before == null ? "create" : "change", subject(name), before == null ? null : before.text(), after.text()));
            return after;
        });
    }

    /** Removes a calendar; false: there is none. */
    public boolean remove(String name, Deed deed) {
        return writer.write(session -> {
            var before = CalendarRows.find(session, name);
            if (before == null) {
                return false;
            }
            CalendarRows.delete(session, name);
            Audit.add(session, deed.of("delete", subject(name), before.text(), null));
            return true;
        });
    }

    private static String subject(String name) {
        return "calendars/" + name;
    }
}
