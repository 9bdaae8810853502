package comporta.app;

import comporta.decide.Change;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.DagRun;
import comporta.tasklog.LogStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The run of a single job: what the job writes appears as it writes it, and how far its machines are is told besides. */
final class JobScreen implements RunScreen {
    private final RunScreen around;
    private final String job;
    private final BiConsumer<LogStream, String> log;
    private final Consumer<String> machines;
    private @Nullable Path folder;
    private @Nullable FollowedLog followed;
    private String progress = "";

    /**
     * @param around is told all but that
     * @param job name of the task that is the job; the others are its machines
     * @param log gets what the job writes, one try after the other
     * @param machines hears how far those are that it waits for, such as {@code 7 of 20 registered}
     */
    JobScreen(RunScreen around, String job, BiConsumer<LogStream, String> log, Consumer<String> machines) {
        this.around = around;
        this.job = job;
        this.log = log;
        this.machines = machines;
    }

    @Override
    public void show(RunPicture picture) {
        around.show(picture);
        tell(picture);
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        around.committed(run, changes);
    }

    @Override
    public void note(String text) {
        around.note(text);
    }

    @Override
    public void ended(RunPicture last, @Nullable Path logFolder) {
        tell(last);
        around.ended(last, logFolder);
    }

    private void tell(RunPicture picture) {
        for (var task : picture.tasks()) {
            if (task.name().equals(job)) {
                write(task.logFolder());
            } else {
                tell(task);
            }
        }
    }

    private void tell(TaskPicture task) {
        var text = task.instance().progress().text();
        if (!text.isEmpty() && !task.instance().isAtRest() && !text.equals(progress)) {
            machines.accept(text);
            progress = text;
        }
    }

    /** Of a new try the one before is told to its end first. */
    private void write(@Nullable Path now) {
        if (followed != null) {
            followed.tell();
        }
        if (now != null && !Objects.equals(folder, now)) {
            folder = now;
            followed = new FollowedLog(now, log);
            followed.tell();
        }
    }
}
