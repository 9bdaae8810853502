package comporta.loop;

import comporta.run.DagRun;
import java.util.List;

/** The text that a run was pinned to is none that this version can read; another version began it, or the store was changed by hand. */
public final class UnreadableRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRun(DagRun run, List<String> problems) {
        super("the text of DAG " + run.dag() + " that run " + run.key() + " began with cannot be read by this version:\n"
                + String.join("\n", problems));
    }
}
