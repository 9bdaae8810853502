package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.Map;

/** {@code comporta runs cancel}. */
final class RunsCancelVerb extends RunDeedVerb {
    static final String HELP = help("cancel", """
            Ends a run in order: what runs is stopped, and its teardowns still run.
            """, """
              --force                     without grace: everything is killed, teardowns too
            """);

    @Parameter(names = "--force")
    private boolean force;

    RunsCancelVerb() {
        super("cancel");
    }

    @Override
    Map<String, Object> more() {
        return Map.of("force", force);
    }
}
