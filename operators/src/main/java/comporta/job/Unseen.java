package comporta.job;

/** A cluster cannot be asked now, or what it answers makes no sense. */
public final class Unseen extends Exception {
    private static final long serialVersionUID = 1L;

    public Unseen(String why) {
        super(why);
    }

    /** In words. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
