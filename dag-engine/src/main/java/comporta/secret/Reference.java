package comporta.secret;

import comporta.dag.Ids;

/** Where a secret is kept, as an author writes it. */
public sealed interface Reference {

    /** {@code conn.NAME.FIELD}. */
    record OfConnection(String connection, String field) implements Reference {
        @Override
        public String toString() {
            return "conn." + connection + "." + field;
        }
    }

    /** {@code var.NAME}. */
    record OfVariable(String name) implements Reference {
        @Override
        public String toString() {
            return "var." + name;
        }
    }

    /**
     * Reads a reference. Names may hold dots; a field never does.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Reference parse(String text) {
        int last = text.lastIndexOf('.');
        if (text.startsWith("var.") && Ids.isId(text.substring(4))) {
            return new OfVariable(text.substring(4));
        }
        if (text.startsWith("conn.") && last > 5 && Ids.isId(text.substring(5, last)) && Ids.isName(text.substring(last + 1))) {
            return new OfConnection(text.substring(5, last), text.substring(last + 1));
        }
        throw new IllegalArgumentException("\"" + text + "\" is no reference. Write conn.NAME.FIELD or var.NAME");
    }
}
