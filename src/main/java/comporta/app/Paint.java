package comporta.app;

import org.jspecify.annotations.Nullable;

/**
 * Colours text for a terminal, or leaves it as it is.
 *
 * @param on whether colours are wanted
 */
record Paint(boolean on) {
    /** No colours. */
    static final Paint NONE = new Paint(false);

    /** Colours by what they are for a terminal. */
    enum Colour {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        MAGENTA("35"),
        CYAN("36");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** The text in that colour; null: in the terminal's own. */
    String in(@Nullable Colour colour, String text) {
        return !on || colour == null || text.isEmpty() ? text : "\u001b[" + colour.code + "m" + text + "\u001b[0m";
    }
}
