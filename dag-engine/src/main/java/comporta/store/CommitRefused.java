package comporta.store;

/** A group of changes was refused whole: one of its runs is not what its value in memory says, or a later leader has had it. */
public final class CommitRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long run;

    CommitRefused(long run) {
        super("run " + run + " was changed by somebody else, or belongs to another scheduler now: load it again");
        this.run = run;
    }

    /** The first run that is in the way. */
    public long run() {
        return run;
    }
}
