package comporta.dagfile;

/**
 * How a file is checked.
 *
 * @param strict warnings are errors
 */
public record Checking(boolean strict) {
    /** Warnings are told and keep nothing from running. */
    public static final Checking LENIENT = new Checking(false);

    /** Warnings are errors. */
    public static final Checking STRICT = new Checking(true);
}
