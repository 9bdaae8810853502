package comporta.app;

/** What the program answers to the shell. */
final class ExitCode {
    static final int DONE = 0;

    /** The run ended other than success, or the check says no. */
    static final int NOT_SUCCESSFUL = 1;

    /** Wrong usage, or a file or a configuration that cannot be used. */
    static final int WRONG = 2;

    /** The server cannot be reached, refuses, or wants a token. */
    static final int NO_SERVER = 3;

    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
