package comporta.loop;

import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.run.DagRun;
import java.util.List;

/** Hears of what was committed, on the thread of the loop: whoever has more to do than to note it down does that elsewhere. */
public interface Observer {
    /** What one step changed of a run, in order; {@code run} is the run after it. */
    void committed(DagRun run, List<Change> changes);

    /** Somebody is to hear of what was committed. */
    default void announced(Notice notice) {}

    /** A run is over and holds nothing any more; this is the last that is seen of it. */
    void over(RunPicture last);

    /** Another scheduler has taken the lead, and with it all runs: nothing more is told here. */
    default void leadLost() {}
}
