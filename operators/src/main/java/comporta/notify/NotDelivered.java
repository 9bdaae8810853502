package comporta.notify;

/** Somebody was not told, or nobody knows whether. */
final class NotDelivered extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeRepeated;

    /** @param mayBeRepeated whether it may get through later */
    NotDelivered(String why, boolean mayBeRepeated) {
        super(why);
        this.mayBeRepeated = mayBeRepeated;
    }

    boolean mayBeRepeated() {
        return mayBeRepeated;
    }
}
