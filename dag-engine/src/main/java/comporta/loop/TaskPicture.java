package comporta.loop;

import comporta.dag.Task;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of a live run at one moment, for showing.
 *
 * @param upstream numbers of the tasks that it waits for
 * @param reason why it waits, or why it ended as it did, in words; empty when there is nothing to say
 * @param usual how long a try takes by history, else as declared; null: unknown
 * @param launches of its present or last try
 * @param logFolder where stdout, stderr and index of its present or last try lie; null before the first
 */
public record TaskPicture(
        Task task,
        List<Integer> upstream,
        TaskInstance instance,
        String reason,
        @Nullable Duration usual,
        List<Launch> launches,
        @Nullable Path logFolder) {
    public TaskPicture {
        upstream = List.copyOf(upstream);
        launches = List.copyOf(launches);
    }
}
