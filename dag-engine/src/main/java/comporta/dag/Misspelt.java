package comporta.dag;

/** A text of a DAG file or a command line that is not spelt as its kind wants; {@link #getMessage} is {@code what. fix}. */
public final class Misspelt extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String what;
    private final String fix;

    /**
     * @param id word of the catalogue of problems, e.g. {@code bad-duration}
     * @param what what is wrong, with the offending text, without a full stop
     * @param fix what to write instead, without a full stop
     */
    public Misspelt(String id, String what, String fix) {
        super(what + ". " + fix);
        this.id = id;
        this.what = what;
        this.fix = fix;
    }

    /** Word of the catalogue of problems. */
    public String id() {
        return id;
    }

    /** What is wrong. */
    public String what() {
        return what;
    }

    /** What to write instead. */
    public String fix() {
        return fix;
    }
}
