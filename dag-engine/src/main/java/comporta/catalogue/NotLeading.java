package comporta.catalogue;

/** Another scheduler has the lead, and only it writes the record. */
public final class NotLeading extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotLeading() {
        super("another scheduler has the lead: ask that one");
    }
}
