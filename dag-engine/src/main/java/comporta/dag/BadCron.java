package comporta.dag;

/** A line that cannot be read as cron fields. */
public final class BadCron extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String fix;

    BadCron(String what, String fix) {
        super(what + ". " + fix);
        this.what = what;
        this.fix = fix;
    }

    /** What is wrong, with the line in quotes and without a full stop. */
    public String what() {
        return what;
    }

    /** What to write instead, without a full stop. */
    public String fix() {
        return fix;
    }
}
