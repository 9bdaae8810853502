package comporta.store;

/** Another scheduler has taken the lead, and with it every run: whoever is told so writes nothing any more. */
public final class LeadLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeadLost() {
        super("another scheduler has taken the lead: this one must not write any more");
    }
}
