package comporta.loop;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.run.DagRun;
import comporta.store.SettledTick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hears of what was committed, on the thread of the loop: whoever has more to do than to note it down does that elsewhere. */
public interface Observer {
    /** What one step changed of a run, in order; {@code run} is the run after it. */
    void committed(DagRun run, List<Change> changes);

    /** Whether notices go into the outbox of the store, with what they tell of; a local run only shows them. */
    default boolean keepsNotices() {
        return false;
    }

    /** Somebody is to hear of what was committed; where notices are kept this one is in the outbox by now. */
    default void announced(Notice notice) {}

    /** A run is over and holds nothing any more; this is the last that is seen of it. */
    void over(RunPicture last);

    /** A tick was settled: it made a run, or none for its reason. */
    default void settled(SettledTick tick) {}

    /** So many signals were answered and what they gave rise to was committed, in one go. */
    default void turned(int signals, Duration took) {}

    /** A DAG was paused by the engine itself. */
    default void paused(DagId dag, String reason) {}

    /** A tick was due at {@code due}, and nobody has served it yet. Told once for each; on a thread of its own. */
    default void overdue(Instant due, Duration late) {}

    /** A run that is not over cannot be gone on with by this engine; it stays in the store as it is. */
    default void givenUp(DagRun run, String why) {}

    /** Another scheduler has taken the lead, and with it all runs: nothing more is told here. */
    default void leadLost() {}
}
