package comporta.app;

/** Text as one word of a POSIX shell, for commands that are shown to be copied. */
final class ShellWord {
    private static final String PLAIN = "_-./:=@%+,";

    private ShellWord() {}

    static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0);
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
