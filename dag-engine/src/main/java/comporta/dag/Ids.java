package comporta.dag;

import java.util.regex.Pattern;

/** The spelling of ids and names. */
public final class Ids {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,249}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Ids() {}

    /** Whether {@code text} may name a DAG, a task or a group. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether {@code text} may name a parameter, an output or a loop variable. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static void check(String what, String value) {
        if (!isId(value)) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" cannot name a " + what + ": use 1 to 250 letters, digits, _ . -, not beginning with . or -");
        }
    }
}
