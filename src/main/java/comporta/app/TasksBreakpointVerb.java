package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.Map;

/** {@code comporta tasks breakpoint}. */
final class TasksBreakpointVerb extends TaskDeedVerb {
    static final String HELP = help("breakpoint", """
            Stops a run before tasks of it start, until the breakpoint is removed.
            """, """
              --remove                    remove it: the task goes on
            """);

    @Parameter(names = "--remove")
    private boolean remove;

    TasksBreakpointVerb() {
        super("breakpoint");
    }

    @Override
    Map<String, Object> more() {
        return Map.of("remove", remove);
    }
}
