package comporta.elasticity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A body that a job or its launcher posts. Numbers may be written as text, as shells do. */
record Message(Map<String, Object> body) {

    /** The message cannot be used. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }

    String text(String key) throws Malformed {
        var text = anyText(key);
        if (text == null) {
            throw new Malformed("\"" + key + "\" is missing");
        }
        return text;
    }

    @Nullable String anyText(String key) {
        var value = body.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    double number(String key) throws Malformed {
        var text = text(key);
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Malformed("\"" + key + "\" is \"" + text + "\", and must be a number");
    }

    double number(String key, double otherwise) throws Malformed {
        return anyText(key) == null ? otherwise : number(key);
    }
}
