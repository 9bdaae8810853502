package comporta.app;

import comporta.dag.TaskId;
import java.util.List;

/**
 * A task of a run that is only looked at.
 *
 * @param after what it waits for
 * @param condition its rule and {@code when}, as far as they are not the usual ones; may be empty
 * @param commands what would be launched, rendered; what is known at run time only stays as written
 * @param machines the node pool that it scales up, such as {@code itaipu: 4 × m5.2xlarge, spot}, or runs on; may be empty
 */
record PlannedTask(TaskId id, String operator, List<String> after, String condition, List<String> commands, String machines) {
    PlannedTask {
        after = List.copyOf(after);
        commands = List.copyOf(commands);
    }
}
