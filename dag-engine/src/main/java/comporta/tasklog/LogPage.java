package comporta.tasklog;

/**
 * A part of a log.
 *
 * @param text from the asked offset on; bytes that are not UTF-8 come as replacement characters, a part that was
 *     left out as one line that says so
 * @param next the offset to ask for next
 * @param size how far the log reaches now, left out parts included
 */
public record LogPage(String text, long next, long size) {
    /** Whether nothing more stands there now. */
    public boolean isAtEnd() {
        return next >= size;
    }
}
