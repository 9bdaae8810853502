package comporta.app;

/** The server cannot be reached, or does not do what it was asked; the message says why and what can be done. */
final class RemoteRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of the answer; 0: there was none */
    RemoteRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the answer; 0: there was none. */
    int status() {
        return status;
    }

    /** What the program answers to the shell. */
    int exitCode() {
        return switch (status) {
            case 400, 404, 405, 410, 413, 415, 422 -> ExitCode.WRONG;
            case 409, 412 -> ExitCode.NOT_SUCCESSFUL;
            default -> ExitCode.NO_SERVER;
        };
    }
}
