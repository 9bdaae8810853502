package comporta.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type stable word of the kind of problem, as a relative address
 * @param title the kind of problem in words
 * @param detail what is wrong here, and how to fix it
 * @param instance the request, as the server's log names it
 * @param errors single mistakes of what was sent
 */
record Problem(
        String type, String title, int status, @Nullable String detail, String instance, List<Mistake> errors) {
    Problem {
        errors = List.copyOf(errors);
    }

    /**
     * A mistake in what was sent.
     *
     * @param pointer JSON pointer into the body, or the name of a parameter
     */
    record Mistake(String pointer, String detail) {}
}
