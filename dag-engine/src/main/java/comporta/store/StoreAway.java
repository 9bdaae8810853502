package comporta.store;

/**
 * The database cannot be reached just now. The same may be asked again, and is not done twice: what the database had taken before the
 * connection went is refused the second time.
 */
public final class StoreAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreAway(String database, Throwable cause) {
        super("the database " + database + " cannot be reached: " + cause.getMessage(), cause);
    }
}
