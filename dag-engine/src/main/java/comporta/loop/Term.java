package comporta.loop;

/** What a process does for as long as it has the lead: an engine, and what the engine stands on. A new one is made for each time. */
public interface Term extends AutoCloseable {
    /** The engine; it is started by whoever made the term. */
    Engine engine();

    /** Time to look whether people have changed what the engine stands on: each second, on the thread that keeps the lead. */
    default void lookAround() {}

    /** Closes the engine and what it stands on; what runs outside goes on running. */
    @Override
    void close();
}
