package comporta.app;

/** A command line, a file or a configuration that cannot be used; the message says what is wrong and how to put it right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
