package comporta.template;

/** A text that could not be rendered with the values of this run ({@code template-failed}, cause {@code user}, no retry). */
public final class TemplateFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String fix;
    private final boolean absence;

    private TemplateFailed(String what, String fix, boolean absence) {
        super(what + ". " + fix, null, false, false);
        this.what = what;
        this.fix = fix;
        this.absence = absence;
    }

    static TemplateFailed because(String what, String fix) {
        return new TemplateFailed(what, fix, false);
    }

    /** A value that is not there; {@code default} and {@code is null} allow that. */
    static TemplateFailed missing(String what, String fix) {
        return new TemplateFailed(what, fix, true);
    }

    boolean absence() {
        return absence;
    }

    /** What is wrong, e.g. {@code outputs.b.rows is missing: "b" gave n, m}. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
