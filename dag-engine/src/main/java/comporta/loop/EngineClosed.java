package comporta.loop;

/** The engine does nothing any more: what it is told this about is not done, and can be asked of whoever comes after it. */
public final class EngineClosed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    EngineClosed() {
        super("the engine is closed");
    }
}
