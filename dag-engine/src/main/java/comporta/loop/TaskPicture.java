package comporta.loop;

import comporta.dag.Task;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task of a live run at one moment, or an instance of an expanded one, for showing.
 *
 * @param name what people call it: {@code score}, {@code score[churn]}, {@code score[0]}
 * @param upstream numbers of the tasks that it waits for
 * @param instance of an expanded task: running as long as its instances are under way
 * @param reason why it waits, or why it ended as it did, in words; empty when there is nothing to say
 * @param usual how long a try takes by history, else as declared; null: unknown
 * @param launches of its present or last try
 * @param logFolder where stdout, stderr and index of its present or last try lie; null before the first
 * @param instances of an expanded task, in order of index
 */
public record TaskPicture(
        Task task,
        String name,
        List<Integer> upstream,
        TaskInstance instance,
        String reason,
        @Nullable Duration usual,
        List<Launch> launches,
        @Nullable Path logFolder,
        List<TaskPicture> instances) {
    public TaskPicture {
        upstream = List.copyOf(upstream);
        launches = List.copyOf(launches);
        instances = List.copyOf(instances);
    }

    /** What runs by itself: the instances of an expanded task, else the task. */
    public Stream<TaskPicture> runners() {
        return instances.isEmpty() ? Stream.of(this) : instances.stream();
    }
}
