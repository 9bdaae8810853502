package comporta.dagfile;

/**
 * How a file is checked.
 *
 * @param strict warnings are errors
 * @param known names from outside of the file
 */
public record Checking(boolean strict, KnownNames known) {
    /** Warnings are told and keep nothing from running. */
    public static final Checking LENIENT = new Checking(false, KnownNames.NONE);

    /** Warnings are errors. */
    public static final Checking STRICT = new Checking(true, KnownNames.NONE);
}
