package comporta.template;

/**
 * One mistake of a text with templates.
 *
 * @param offset from 0, in characters of the text
 * @param length how many characters are wrong, at least 1
 * @param id stable word of the catalogue, e.g. {@code unknown-name}
 * @param what what is wrong, with the offending text
 * @param fix what to write instead
 * @param warning whether the text can be used all the same
 */
public record TemplateProblem(int offset, int length, String id, String what, String fix, boolean warning) {
    static TemplateProblem error(int offset, int length, String id, String what, String fix) {
        return new TemplateProblem(offset, Math.max(1, length), id, what, fix, false);
    }

    static TemplateProblem warning(int offset, int length, String id, String what, String fix) {
        return new TemplateProblem(offset, Math.max(1, length), id, what, fix, true);
    }
}
