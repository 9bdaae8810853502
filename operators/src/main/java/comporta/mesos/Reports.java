package comporta.mesos;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the reports of masters mean to the tasks of this process. Only of the framework's thread. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Set<String> TOLD_AGAIN = Set.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED");

    private final Orders orders;
    private final Ends ends;
    private final Launchpad launchpad;
    private final Reconciliation reconciliation;
    private final TaskLogs logs;
    private final InstantSource clock;
    private final Consumer<News> listener;

    Reports(
            Orders orders, Ends ends, Launchpad launchpad, Reconciliation reconciliation, TaskLogs logs, InstantSource clock,
            Consumer<News> listener) {
        this.orders = orders;
        this.ends = ends;
        this.launchpad = launchpad;
        this.reconciliation = reconciliation;
        this.logs = logs;
        this.clock = clock;
        this.listener = listener;
    }

    /** A report on that task. */
    void heard(MesosTask task, TaskStatus status) {
        var verdict = Verdict.of(status, task.stopAsked);
        task.silentSince = 0;
        if (!(verdict instanceof Verdict.NotKnown)) {
            task.unknownSince = 0;
        }
        if (!(verdict instanceof Verdict.Over)) {
            orders.acknowledge(status);
        }
        if (task.stage == MesosTask.Stage.ENDING || task.stage == MesosTask.Stage.OVER) {
            afterItsEnd(task, status, verdict);
        } else {
            now(task, status, verdict);
        }
    }

    /** An end is acknowledged once it is settled. */
    private static void keepReceipt(MesosTask task, TaskStatus status) {
        status.uuid().ifPresent(uuid -> task.receipt = new MesosTask.Receipt(status.agent(), uuid));
    }

    private void afterItsEnd(MesosTask task, TaskStatus status, Verdict verdict) {
        switch (verdict) {
            case Verdict.Over over -> keepReceipt(task, status);
            case Verdict.Running running -> {
                LOG.warn("{} had been given up and is back: it is killed", task.id);
                orders.kill(task.id, true);
            }
            case Verdict.Coming coming -> { }
            case Verdict.Leaving leaving -> { }
            case Verdict.OutOfSight lost -> { }
            case Verdict.NotKnown unknown -> { }
            case Verdict.NotBegun not -> { }
            case Verdict.NotOurs other -> { }
        }
    }

    private void now(MesosTask task, TaskStatus status, Verdict verdict) {
        switch (verdict) {
            case Verdict.Coming coming -> seen(task);
            case Verdict.Running running -> running(task);
            case Verdict.Leaving(var why) -> {
                running(task);
                listener.accept(new News.Reclaimed(task.launchId(), 0, clock.instant(), why));
            }
            case Verdict.OutOfSight(var why) when task.dropped -> notBegun(task, why);
            case Verdict.OutOfSight(var why) -> lost(task, why);
            case Verdict.NotKnown(var why) when task.dropped -> notBegun(task, why);
            case Verdict.NotKnown(var why) -> {
                if (task.unknownSince == 0) {
                    task.unknownSince = System.nanoTime();
                }
                reconciliation.seek(List.of(task.id), System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            }
            case Verdict.NotBegun(var why) -> dropped(task, why);
            case Verdict.Over(var exit) when status.state().equals("TASK_GONE")
                    && (task.unclear || task.dropped) -> notBegun(task, exit.reason());
            case Verdict.Over over when status.isAnswer() && TOLD_AGAIN.contains(status.state()) && task.overSince == 0 -> {
                task.overSince = System.nanoTime();
                task.hint = over.exit();
            }
            case Verdict.Over(var exit) -> {
                if (status.reason().equals("AGENT_REMOVED_BY_OPERATOR")) {
                    task.agentUrl = "";   // its machine is no more: nobody is left to give the end of its log
                }
                keepReceipt(task, status);
                ends.end(task, exit);
            }
            case Verdict.NotOurs other -> LOG.warn("{}: {}; the task of that id goes on", task.id, status.message());
        }
    }

    private void seen(MesosTask task) {
        launchpad.remove(task);
        task.unclear = false;
        task.dropped = false;
        if (task.stage != MesosTask.Stage.RUNNING) {
            task.stage = task.startTold ? MesosTask.Stage.RUNNING : MesosTask.Stage.SOUGHT;
        }
        if (task.stopAsked) {
            orders.kill(task);
        }
        task.answer(alive(task));
    }

    private void running(MesosTask task) {
        boolean wasLost = task.stage == MesosTask.Stage.LOST;
        if (!task.startTold) {
            task.startTold = true;
            task.since = clock.instant();
            listener.accept(task.news.started(task.since, task.id, orders.page(task)));
        } else if (wasLost) {
            listener.accept(task.news.alive(clock.instant()));
        }
        task.stage = MesosTask.Stage.RUNNING;
        seen(task);
        if (!task.agentUrl.isEmpty()) {
            logs.follow(task, orders.framework());
        }
    }

    /** Nobody sees it now, and it may come back. */
    void lost(MesosTask task, String why) {
        if (task.stage != MesosTask.Stage.LOST) {
            task.stage = MesosTask.Stage.LOST;
            listener.accept(task.news.unreachable(why, clock.instant()));
        }
        task.answer(new Finding.OutOfSight(task.launchId(), why));
    }

    /** The same is said of an acceptance that came twice, and whose first one was taken: so the master is asked what it knows. */
    private void dropped(MesosTask task, String why) {
        if (task.stage == MesosTask.Stage.SENT || task.stage == MesosTask.Stage.SOUGHT) {
            LOG.info("{}: {}", task.id, why);
            task.dropped = true;
            task.stage = MesosTask.Stage.SOUGHT;
            reconciliation.seek(List.of(task.id), System.nanoTime());
        }
    }

    private void notBegun(MesosTask task, String why) {
        if (task.stopAsked) {
            ends.end(task, Ends.stopped());
        } else if (task.environment.isEmpty()) {
            ends.end(task, Exit.failure(Cause.PLATFORM, null, "it never began: " + why));
        } else {
            LOG.info("{} waits once more: {}", task.id, why);
            launchpad.again(task);
        }
    }

    /** How a task stands that waits or runs. */
    Finding.Alive alive(MesosTask task) {
        return task.startTold || task.stage != MesosTask.Stage.WAITING
                ? new Finding.Alive(task.launchId(), task.since, task.id, null)
                : new Finding.Alive(task.launchId(), clock.instant(), task.id, null, launchpad.why(task.id));
    }
}
