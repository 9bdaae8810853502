package comporta.secret;

/** A secret, or the connection that would hold it, cannot be had. The message says which, never what it holds. */
public final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretMissing(String why) {
        super(why);
    }
}
