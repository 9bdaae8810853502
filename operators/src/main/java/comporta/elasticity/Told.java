package comporta.elasticity;

/** What the supervisor answers to a message. */
public enum Told {
    /** It is kept; what follows from it is done after the answer. */
    TAKEN(204, ""),
    MALFORMED(400, "the message lacks a part, or a part of it cannot be read"),
    FORBIDDEN(403, "the token is not that of the job"),
    UNKNOWN(404, "no job of that uuid is registered");

    private final int status;
    private final String words;

    Told(int status, String words) {
        this.status = status;
        this.words = words;
    }

    /** As HTTP says it. */
    public int status() {
        return status;
    }

    /** For people; empty when all is well. */
    public String words() {
        return words;
    }
}
