package comporta.dagfile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file with its place. An alias is the very node that it names. */
sealed interface Node {
    /** Place of its first character; for a quoted text, of the quote. */
    Place place();

    /** Levels below and with this one. */
    int height();

    /** Nodes below and with this one, each as often as aliases repeat it. */
    long size();

    /** What a person calls it: {@code a list}, {@code a map}, {@code empty}, or the text in quotes. */
    String inWords();

    /**
     * A text, or nothing.
     *
     * @param plain written without quotes and not as a block, so that it may be a number, a truth value or null
     * @param textPlace place of the first character of the text, behind an opening quote
     */
    record Scalar(String text, boolean plain, Place place, Place textPlace) implements Node {
        private static final int LONGEST_QUOTE = 60;

        @Override
        public int height() {
            return 1;
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public String inWords() {
            return isNull() ? (text.isEmpty() ? "empty" : text) : quoted(text);
        }

        /** Whether YAML reads it as null: nothing, {@code ~} or {@code null}. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL"));
        }

        /** The text in quotes, cut when it is long. */
        static String quoted(String text) {
            int end = text.indexOf('\n');
            end = Math.min(end < 0 ? text.length() : end, LONGEST_QUOTE);
            return end == text.length() ? "\"" + text + "\"" : "\"" + text.substring(0, end) + "…\"";
        }
    }

    /** A list. */
    record Sequence(List<Node> items, Place place, int height, long size) implements Node {
        @Override
        public String inWords() {
            return "a list";
        }
    }

    /** A map in the order of the file. */
    record Mapping(Map<String, Entry> entries, Place place, int height, long size) implements Node {
        static Mapping of(Map<String, Entry> entries, Place place) {
            int height = 1;
            long size = 1;
            for (var entry : entries.values()) {
                height = Math.max(height, entry.value().height() + 1);
                size += entry.value().size();
            }
            return new Mapping(entries, place, height, size);
        }

        @Nullable Entry entry(String name) {
            return entries.get(name);
        }

        /** The value of that key; null: the map has no such key. */
        @Nullable Node get(String name) {
            var entry = entries.get(name);
            return entry == null ? null : entry.value();
        }

        @Override
        public String inWords() {
            return "a map";
        }
    }

    /** One key of a map with its value. */
    record Entry(Scalar key, Node value) {
        String name() {
            return key.text();
        }
    }
}
