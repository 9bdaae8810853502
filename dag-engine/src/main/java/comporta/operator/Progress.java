package comporta.operator;

/**
 * How far a try is.
 *
 * @param fraction 0..1
 * @param done parts done, of {@code total}; both 0 when it has no parts
 * @param text for people; may be empty
 */
public record Progress(double fraction, long done, long total, String text) {
    /** Nothing is known yet. */
    public static final Progress NONE = new Progress(0, 0, 0, "");
}
