package comporta.operator;

/** A try that cannot be launched as it is written; it fails before anything was started. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Cause cause;

    public Refused(Cause cause, String why) {
        super(why);
        this.cause = cause;
    }

    public Cause because() {
        return cause;
    }
}
