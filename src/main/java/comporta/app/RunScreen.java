package comporta.app;

import comporta.decide.Change;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a person, or a program, watches one local run. */
interface RunScreen {
    /** The run as it stands, some times a second; whatever was noted since is shown now. */
    void show(RunPicture picture);

    /** What one step changed, on the thread of the loop: it is noted, and shown by the next {@link #show}. */
    void committed(DagRun run, List<Change> changes);

    /** Something to tell besides, such as a key that is not in effect. */
    void note(String text);

    /** The end: the last picture, and the folder that holds a log folder per task; null: nothing was logged. */
    void ended(RunPicture last, @Nullable Path logFolder);
}
