package comporta.template;

import java.util.function.Supplier;

/**
 * One mistake of a text with templates.
 *
 * @param offset from 0, in characters of the text
 * @param length how many characters are wrong, at least 1
 * @param id stable word of the catalogue, e.g. {@code unknown-name}
 * @param what what is wrong, with the offending text
 * @param advice what to write instead, found out when it is asked for: to look for a name that was meant takes long among thousands
 * @param warning whether the text can be used all the same
 */
public record TemplateProblem(int offset, int length, String id, String what, Supplier<String> advice, boolean warning) {
    /** What to write instead. */
    public String fix() {
        return advice.get();
    }

    static TemplateProblem error(int offset, int length, String id, String what, String fix) {
        return error(offset, length, id, what, () -> fix);
    }

    static TemplateProblem error(int offset, int length, String id, String what, Supplier<String> advice) {
        return new TemplateProblem(offset, Math.max(1, length), id, what, advice, false);
    }

    static TemplateProblem warning(int offset, int length, String id, String what, String fix) {
        return new TemplateProblem(offset, Math.max(1, length), id, what, () -> fix, true);
    }
}
