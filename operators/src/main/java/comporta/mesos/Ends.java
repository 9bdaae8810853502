package comporta.mesos;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.operator.Refused;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Consumer;

/** How the end of a task is told: with the rest of its log, and what it handed on. Only of the framework's thread. */
final class Ends {
    private final Orders orders;
    private final TaskLogs logs;
    private final InstantSource clock;
    private final Consumer<News> listener;
    private final Consumer<Runnable> later;

    /** @param later has a thing done by the framework's thread */
    Ends(Orders orders, TaskLogs logs, InstantSource clock, Consumer<News> listener, Consumer<Runnable> later) {
        this.orders = orders;
        this.logs = logs;
        this.clock = clock;
        this.listener = listener;
        this.later = later;
    }

    /** Of a task that never began. */
    static Exit stopped() {
        return Exit.failure(Cause.OPERATOR, null, "stopped before it began");
    }

    /** It has ended so: first the rest of its log is taken over. */
    void end(MesosTask task, Exit exit) {
        task.stage = MesosTask.Stage.ENDING;
        boolean ran = task.startTold || exit.code() != null || exit.isSuccess();
        logs.finish(task, ran, orders.framework(), () -> later.accept(() -> over(task, exit)));
    }

    /** It has ended so, and left nothing more to take over. */
    void over(MesosTask task, Exit exit) {
        task.stage = MesosTask.Stage.OVER;
        if (!task.startTold && exit.code() != null) {
            task.startTold = true;
            listener.accept(task.news.started(clock.instant(), task.id, orders.page(task)));
        }
        var end = task.news.ended(finished(task, exit), clock.instant());
        task.end = end;
        task.answer(new Finding.AlreadyEnded(end));
        listener.accept(end);
    }

    private static Exit finished(MesosTask task, Exit exit) {
        if (task.stopAsked && !exit.isSuccess()) {
            return Exit.failure(Cause.OPERATOR, exit.code(),
                    exit.reason().startsWith("stopped") ? exit.reason() : "stopped; " + exit.reason());
        }
        if (!exit.isSuccess()) {
            return exit;
        }
        try {
            var outputs = task.news.spoken();
            outputs.putAll(task.reported().all());
            return Exit.success(outputs);
        } catch (Refused e) {
            return Exit.failure(Cause.USER, exit.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Exit.failure(Cause.PLATFORM, exit.code(), "what it handed on cannot be read: " + e.getMessage());
        }
    }
}
