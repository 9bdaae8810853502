package comporta.mesos;

import comporta.job.Report;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launches of this process, and what reports mean to them. An end is acknowledged to Mesos only once it is settled, so that whoever comes
 * after us hears of it too. Only of the framework's thread.
 */
final class Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    /** A report that follows an answer brings the exit code. */
    private static final long MORE_WORDS = TimeUnit.SECONDS.toNanos(15);
    /** Masters forget, after a failover, until agents are back. */
    private static final long STILL_UNKNOWN = TimeUnit.SECONDS.toNanos(30);
    private static final long SILENT = TimeUnit.SECONDS.toNanos(30);
    /** Whoever takes over asks for what is open at once; what nobody asked for by then is nobody's. */
    private static final long NOBODYS = TimeUnit.HOURS.toNanos(1);
    private static final long BETWEEN_WHYS = TimeUnit.SECONDS.toNanos(15);
    private static final String NO_OFFER_YET = "the masters have offered no agent with free resources yet";
    private static final Set<String> TOLD_AGAIN = Set.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED");

    private final MesosMemory memory;
    private final Line line;
    private final Launchpad launchpad;
    private final Reconciliation reconciliation;
    private final TaskLogs logs;
    private final InstantSource clock;
    private final Consumer<News> listener;
    private final Consumer<Runnable> later;
    private final Map<String, MesosTask> tasks = new LinkedHashMap<>();
    private final Map<String, MesosMemory.Assignment> notes = new HashMap<>();
    private final Set<LaunchId> withdrawn = ConcurrentHashMap.newKeySet();
    private final Set<String> forgettable = new HashSet<>();
    private String framework = "";
    private String master = "";
    private long subscribedAt;

    Tasks(
            MesosMemory memory, Line line, Launchpad launchpad, Reconciliation reconciliation, TaskLogs logs, InstantSource clock,
            Consumer<News> listener, Consumer<Runnable> later) {
        this.memory = memory;
        this.line = line;
        this.launchpad = launchpad;
        this.reconciliation = reconciliation;
        this.logs = logs;
        this.clock = clock;
        this.listener = listener;
        this.later = later;
        notes.putAll(memory.assigned());
    }

    boolean isWithdrawn(LaunchId launch) {
        return withdrawn.contains(launch);
    }

    boolean isEmpty() {
        return tasks.isEmpty() && notes.isEmpty();
    }

    List<MesosTask> out() {
        return tasks.values().stream().filter(MesosTask::isOut).toList();
    }

    /** Puts a launch where it belongs: it waits, or was launched by an earlier life and is sought. */
    void enlist(MesosTask task) {
        if (tasks.containsKey(task.id) || withdrawn.contains(task.launchId())) {
            return;
        }
        tasks.put(task.id, task);
        if (!noted(task)) {
            launchpad.add(task);
        }
    }

    private boolean noted(MesosTask task) {
        var note = notes.get(task.id);
        if (note == null) {
            return false;
        }
        task.stage = MesosTask.Stage.SOUGHT;
        task.agent = note.agent();
        task.agentUrl = note.agentUrl();
        reconciliation.seek(List.of(task.id), System.nanoTime());
        return true;
    }

    /** What became of a launch: those who asked are answered as soon as it is known. */
    void find(MesosTask asked) {
        var known = tasks.get(asked.id);
        if (known == null) {
            if (!notes.containsKey(asked.id)) {
                withdrawn.add(asked.launchId());
                asked.answer(new Finding.NeverStarted(asked.launchId()));
                return;
            }
            enlist(asked);
            return;
        }
        known.asked.addAll(asked.asked);
        var end = known.end;
        if (end != null) {
            known.answer(new Finding.AlreadyEnded(end));
        } else if (known.stage == MesosTask.Stage.WAITING || known.stage == MesosTask.Stage.RUNNING) {
            known.answer(alive(known));
        } else if (known.isOut()) {
            reconciliation.seek(List.of(known.id), System.nanoTime());
        }
    }

    private Finding.Alive alive(MesosTask task) {
        return task.startTold || task.stage != MesosTask.Stage.WAITING
                ? new Finding.Alive(task.launchId(), task.since, task.id, null)
                : new Finding.Alive(task.launchId(), clock.instant(), task.id, null, why(task));
    }

    private String why(MesosTask task) {
        var why = launchpad.why(task.id);
        return why.isEmpty() ? NO_OFFER_YET : why;
    }

    /** What holds jobs up, as often as people can read it. */
    private void tellWhy(MesosTask task, long now) {
        if (task.stage == MesosTask.Stage.WAITING && !task.startTold && now - task.whyDue >= 0) {
            var why = why(task);
            if (!why.equals(task.whyTold)) {
                task.whyTold = why;
                task.whyDue = now + BETWEEN_WHYS;
                listener.accept(task.news.waiting(why, clock.instant()));
            }
        }
    }

    void stop(MesosTask asked, boolean force) {
        var task = tasks.get(asked.id);
        if (task == null) {
            if (!notes.containsKey(asked.id)) {
                withdrawn.add(asked.launchId());
                listener.accept(asked.news.ended(stopped(), clock.instant()));
                return;
            }
            enlist(asked);
            task = asked;
        }
        task.stopAsked = true;
        task.force |= force;
        var end = task.end;
        if (end != null) {
            listener.accept(end);
        } else if (launchpad.remove(task)) {
            withdrawn.add(task.launchId());
            over(task, stopped());
        } else if (task.stage != MesosTask.Stage.SENT) {   // else a master might hear of the end before the launch
            kill(task);
        }
    }

    private static Exit stopped() {
        return Exit.failure(Cause.OPERATOR, null, "stopped before it began");
    }

    private void kill(MesosTask task) {
        if (task.isOut()) {
            line.send(Calls.kill(framework, task.id, task.force));
        }
    }

    /** The end of the launch is on record: Mesos may forget it. */
    void settled(String id) {
        var task = tasks.remove(id);
        if (task != null) {
            launchpad.remove(task);
            kill(task);
            acknowledge(task);
        }
        if (notes.remove(id) != null || task != null) {
            forgettable.add(id);
        }
    }

    private void acknowledge(MesosTask task) {
        var receipt = task.receipt;
        if (receipt != null) {
            line.acknowledge(Calls.acknowledge(framework, receipt.agent(), task.id, receipt.uuid()));
        }
    }

    void subscribed(String id, String masterUrl, long now) {
        framework = id;
        master = masterUrl;
        subscribedAt = now;
        var out = out();
        out.forEach(task -> task.silentSince = 0);
        reconciliation.restart(out.stream().map(task -> task.id).toList(), now);
        out.stream().filter(task -> task.stopAsked && task.stage != MesosTask.Stage.SENT).forEach(this::kill);
    }

    /** The masters have removed us, and ended all our tasks. */
    void removed() {
        memory.forgetFramework();
        notes.clear();
        for (var task : out()) {
            end(task, Exit.failure(Cause.PLATFORM, null, "the masters removed the framework, and ended all its tasks"));
        }
    }

    void heard(TaskStatus status) {
        reconciliation.heard(status.task());
        var task = tasks.get(status.task());
        if (task == null) {
            stranger(status);
            return;
        }
        var verdict = Verdict.of(status, task.stopAsked);
        task.silentSince = 0;
        if (!(verdict instanceof Verdict.NotKnown)) {
            task.unknownSince = 0;
        }
        if (!(verdict instanceof Verdict.Over)) {
            receipt(status).ifPresent(receipt -> line.acknowledge(Calls.acknowledge(framework, receipt.agent(), task.id, receipt.uuid())));
        }
        if (task.stage == MesosTask.Stage.ENDING || task.stage == MesosTask.Stage.OVER) {
            afterItsEnd(task, status, verdict);
        } else {
            now(task, status, verdict);
        }
    }

    private static Optional<MesosTask.Receipt> receipt(TaskStatus status) {
        return status.uuid().map(uuid -> new MesosTask.Receipt(status.agent(), uuid));
    }

    private void afterItsEnd(MesosTask task, TaskStatus status, Verdict verdict) {
        switch (verdict) {
            case Verdict.Over over -> receipt(status).ifPresent(receipt -> task.receipt = receipt);
            case Verdict.Running running -> {
                LOG.warn("{} had been given up and is back: it is killed", task.id);
                line.send(Calls.kill(framework, task.id, true));
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
            case Verdict.Over(var exit) when status.state().equals("TASK_GONE") && (task.unclear || task.dropped) -> notBegun(task, exit.reason());
            case Verdict.Over over when status.isAnswer() && TOLD_AGAIN.contains(status.state()) && task.overSince == 0 -> {
                task.overSince = System.nanoTime();
                task.hint = over.exit();
            }
            case Verdict.Over(var exit) -> {
                receipt(status).ifPresent(receipt -> task.receipt = receipt);
                end(task, exit);
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
            kill(task);
        }
        task.answer(alive(task));
    }

    private void running(MesosTask task) {
        boolean wasLost = task.stage == MesosTask.Stage.LOST;
        if (!task.startTold) {
            task.startTold = true;
            task.since = clock.instant();
            listener.accept(task.news.started(task.since, task.id, url(task)));
        } else if (wasLost) {
            listener.accept(task.news.alive(clock.instant()));
        }
        task.stage = MesosTask.Stage.RUNNING;
        seen(task);
        if (!task.agentUrl.isEmpty()) {
            logs.follow(task, framework);
        }
    }

    private String url(MesosTask task) {
        return master + "/#/agents/" + task.agent + "/frameworks/" + framework + "/executors/" + task.id;
    }

    private void lost(MesosTask task, String why) {
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
            end(task, stopped());
        } else if (task.environment.isEmpty()) {
            end(task, Exit.failure(Cause.PLATFORM, null, "it never began: " + why));
        } else {
            LOG.info("{} waits once more: {}", task.id, why);
            launchpad.again(task);
        }
    }

    private void end(MesosTask task, Exit exit) {
        task.stage = MesosTask.Stage.ENDING;
        boolean ran = task.startTold || exit.code() != null || exit.isSuccess();
        logs.finish(task, ran, framework, () -> later.accept(() -> over(task, exit)));
    }

    private void over(MesosTask task, Exit exit) {
        task.stage = MesosTask.Stage.OVER;
        if (!task.startTold && exit.code() != null) {
            task.startTold = true;
            listener.accept(task.news.started(clock.instant(), task.id, url(task)));
        }
        var end = task.news.ended(finished(task, exit), clock.instant());
        task.end = end;
        task.answer(new Finding.AlreadyEnded(end));
        listener.accept(end);
    }

    private static Exit finished(MesosTask task, Exit exit) {
        if (task.stopAsked && !exit.isSuccess()) {
            return Exit.failure(Cause.OPERATOR, exit.code(), exit.reason().startsWith("stopped") ? exit.reason() : "stopped; " + exit.reason());
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

    /** A report on a task that nobody has asked us for, in this life. */
    private void stranger(TaskStatus status) {
        var verdict = Verdict.of(status, false);
        boolean isOver = verdict instanceof Verdict.Over;
        if (notes.containsKey(status.task()) && System.nanoTime() - subscribedAt < NOBODYS) {
            if (!isOver) {
                receipt(status).ifPresent(receipt -> line.acknowledge(Calls.acknowledge(framework, receipt.agent(), status.task(), receipt.uuid())));
            }
            return;   // its end is told once more when somebody asks for it
        }
        receipt(status).ifPresent(receipt -> line.acknowledge(Calls.acknowledge(framework, receipt.agent(), status.task(), receipt.uuid())));
        if (verdict instanceof Verdict.Running || verdict instanceof Verdict.Coming) {
            LOG.warn("{} runs for nobody: it is killed", status.task());
            line.send(Calls.kill(framework, status.task(), true));
        }
    }

    /** No master can be asked for so long that nobody knows how the tasks stand. */
    void outOfSight(String why) {
        out().stream().filter(task -> task.stage == MesosTask.Stage.RUNNING).forEach(task -> lost(task, why));
    }

    /**
     * Takes what a task reports of itself; false: none of that id and secret is alive.
     *
     * @throws Refused (cause user) when it cannot be taken as it is
     */
    boolean report(String externalId, Predicate<String> isSecret, Report report) {
        var task = tasks.values().stream().filter(each -> each.launchId().externalId().equals(externalId)).findFirst();
        if (task.isEmpty() || !task.get().isOut() || !isSecret.test(task.get().intent.token())) {
            return false;
        }
        var news = task.get().news;
        var now = clock.instant();
        switch (report) {
            case Report.HowFar(var progress) -> listener.accept(news.progressed(progress, now));
            case Report.HandedOn(var outputs) -> {
                try {
                    task.get().reported().add(outputs);
                } catch (IOException e) {
                    throw new UncheckedIOException("what " + externalId + " hands on cannot be kept", e);
                }
                outputs.forEach((name, value) -> listener.accept(news.produced(name, value, now)));
            }
        }
        return true;
    }

    /** Machines that are wanted back: jobs on them are told, and the master hears whether they are in the way. */
    void wantedBack(Event.InverseOffer offer) {
        var there = out().stream().filter(task -> task.agent.equals(offer.agent())).toList();
        there.forEach(task -> listener.accept(
                new News.Reclaimed(task.launchId(), 0, clock.instant(), "maintenance of its agent begins at " + offer.from())));
        line.send(Calls.answerInverse(framework, offer.id(), there.isEmpty()));
    }

    /** What only the passing of time says. */
    void tick(long now) {
        var silent = new ArrayList<String>();
        for (var task : List.copyOf(tasks.values())) {
            tellWhy(task, now);
            if (task.stopAsked && launchpad.remove(task)) {   // it was asked to end while its acceptance was under way, which was turned down
                withdrawn.add(task.launchId());
                over(task, stopped());
            }
            if (task.unknownSince != 0 && now - task.unknownSince > STILL_UNKNOWN && task.stage != MesosTask.Stage.LOST && task.isOut()) {
                lost(task, "no master knows it, though it was launched on agent " + task.agent);
            }
            if (task.overSince != 0 && now - task.overSince > MORE_WORDS && task.isOut()) {
                end(task, Objects.requireNonNull(task.hint));
            }
            if (task.silentSince != 0 && now - task.silentSince > SILENT && task.isOut()) {
                task.silentSince = now;
                silent.add(task.id);
            }
        }
        if (!silent.isEmpty()) {
            reconciliation.seek(silent, now);
        }
        forget();
    }

    private void forget() {
        if (!forgettable.isEmpty()) {
            try {
                memory.forget(List.copyOf(forgettable));
                forgettable.clear();
            } catch (RuntimeException e) {
                LOG.info("What is over cannot be forgotten yet: {}", e.getMessage());
            }
        }
    }

    /** Those that reconciliation asks for, with the agents that they were given to. */
    Collection<Calls.Sought> sought(Collection<String> ids) {
        return ids.stream().map(tasks::get).filter(Objects::nonNull).filter(MesosTask::isOut)
                .map(task -> new Calls.Sought(task.id, task.agent)).toList();
    }
}
