package comporta.api;

import java.util.List;

/**
 * What may stand behind the question mark of an address.
 *
 * @param words the only ones that are taken, any number of them with commas between; empty: any text
 * @param least of an integer
 * @param most of an integer, or characters of a text
 */
record Parameter(String name, String description, Kind kind, List<String> words, long least, long most) {
    private static final int LONGEST = 1000;

    /** What it is. */
    enum Kind {
        TEXT,
        WORDS,
        INTEGER,
        TRUTH,
        INSTANT,
        DATE
    }

    static Parameter text(String name, String description) {
        return new Parameter(name, description, Kind.TEXT, List.of(), 0, LONGEST);
    }

    static Parameter words(String name, String description, List<String> words) {
        return new Parameter(name, description, Kind.WORDS, words, 0, LONGEST);
    }

    static Parameter integer(String name, String description, long least, long most) {
        return new Parameter(name, description, Kind.INTEGER, List.of(), least, most);
    }

    static Parameter truth(String name, String description) {
        return new Parameter(name, description, Kind.TRUTH, List.of(), 0, 0);
    }

    static Parameter instant(String name, String description) {
        return new Parameter(name, description, Kind.INSTANT, List.of(), 0, 0);
    }

    static Parameter date(String name, String description) {
        return new Parameter(name, description, Kind.DATE, List.of(), 0, 0);
    }

    static Parameter limit(int most) {
        return integer("limit", "How many items at most", 1, most);
    }

    static Parameter cursor() {
        return text("cursor", "Where to go on: `next` of the page before");
    }
}
