package comporta.dag;

import org.jspecify.annotations.Nullable;

/** The spelling of ids and names. */
public final class Ids {
    private static final int ID_LENGTH = 250;
    private static final int NAME_LENGTH = 63;

    private Ids() {}

    /** Whether {@code text} may name a DAG, a task or a group. */
    public static boolean isId(String text) {
        return faultOfId(text) == null;
    }

    /** Whether {@code text} may name a parameter, an output or a loop variable. */
    public static boolean isName(String text) {
        return faultOfName(text) == null;
    }

    /** What keeps {@code text} from being an id; null: nothing. */
    public static @Nullable String faultOfId(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.length() > ID_LENGTH) {
            return "longer than " + ID_LENGTH + " characters";
        }
        if (text.charAt(0) == '.' || text.charAt(0) == '-') {
            return "it begins with " + text.charAt(0);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isWordCharacter(c) && c != '.' && c != '-') {
                return named(c);
            }
        }
        return null;
    }

    /** What keeps {@code text} from being a name; null: nothing. */
    public static @Nullable String faultOfName(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.length() > NAME_LENGTH) {
            return "longer than " + NAME_LENGTH + " characters";
        }
        if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            return "it begins with a digit";
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isWordCharacter(text.charAt(i))) {
                return named(text.charAt(i));
            }
        }
        return null;
    }

    static void check(String what, String value) {
        if (!isId(value)) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" cannot name a " + what + ": use 1 to 250 letters, digits, _ . -, not beginning with . or -");
        }
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String named(char c) {
        return switch (c) {
            case ' ' -> "a blank";
            case '\t' -> "a tab";
            case '\n', '\r' -> "a line break";
            default -> "\"" + c + "\"";
        };
    }
}
