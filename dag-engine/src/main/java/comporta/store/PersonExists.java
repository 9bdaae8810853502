package comporta.store;

/** Somebody has that name already. */
public final class PersonExists extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PersonExists(String name) {
        super("there is a user \"" + name + "\" already");
    }
}
