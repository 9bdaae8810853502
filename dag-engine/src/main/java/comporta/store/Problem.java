package comporta.store;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong and that a person should know of.
 *
 * @param key names it among those of its kind, such as the path of a DAG file: it is raised and cleared by this
 * @param text what is wrong, in one sentence
 * @param where null: it is in no file
 * @param fix what to do; null: nothing can be said
 * @param subject null: it concerns the installation as a whole
 */
public record Problem(Kind kind, String key, String text, @Nullable Where where, @Nullable String fix, @Nullable Subject subject) {

    /** One that is in no file. */
    public static Problem of(Kind kind, String key, String text, @Nullable String fix) {
        return new Problem(kind, key, text, null, fix, null);
    }

    /** What kind of thing is wrong. */
    public enum Kind {
        DAG_FILE,
        MISSED_TICK,
        OPEN_LEASE,
        BACKEND_UNREACHABLE,
        FORECAST_OFF,
        CLOCK,
        STORE
    }

    /**
     * A place in a file.
     *
     * @param file as people know it
     * @param line from 1
     * @param column from 1
     */
    public record Where(String file, int line, int column) {}

    /**
     * What it concerns.
     *
     * @param kind in one word, such as {@code dag} or {@code lease}
     * @param id of the thing
     */
    public record Subject(String kind, String id) {}
}
