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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launches of this process: what is asked of them, and what the passing of time means to them. An end is acknowledged to Mesos only
 * once it is settled, so that whoever comes after us hears of it too. Only of the framework's thread.
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

    private final MesosMemory memory;
    private final Orders orders;
    private final Ends ends;
    private final Reports reports;
    private final Launchpad launchpad;
    private final Reconciliation reconciliation;
    private final InstantSource clock;
    private final Consumer<News> listener;
    private final Map<String, MesosTask> tasks = new LinkedHashMap<>();
    private final Map<String, MesosMemory.Assignment> notes = new HashMap<>();
    private final Set<LaunchId> withdrawn = ConcurrentHashMap.newKeySet();
    private final Set<String> forgettable = new HashSet<>();
    private long subscribedAt;

    Tasks(
            MesosMemory memory, Line line, Launchpad launchpad, Reconciliation reconciliation, TaskLogs logs, InstantSource clock,
            Consumer<News> listener, Consumer<Runnable> later) {
        this.memory = memory;
        this.orders = new Orders(line);
        this.ends = new Ends(orders, logs, clock, listener, later);
        this.reports = new Reports(orders, ends, launchpad, reconciliation, logs, clock, listener);
        this.launchpad = launchpad;
        this.reconciliation = reconciliation;
        this.clock = clock;
        this.listener = listener;
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
            known.answer(reports.alive(known));
        } else if (known.isOut()) {
            reconciliation.seek(List.of(known.id), System.nanoTime());
        }
    }

    /** What holds jobs up, as often as people can read it. */
    private void tellWhy(MesosTask task, long now) {
        if (task.stage == MesosTask.Stage.WAITING && !task.startTold && now - task.whyDue >= 0) {
            var why = launchpad.why(task.id);
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
                listener.accept(asked.news.ended(Ends.stopped(), clock.instant()));
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
            ends.over(task, Ends.stopped());
        } else if (task.stage != MesosTask.Stage.SENT) {   // else a master might hear of the end before the launch
            orders.kill(task);
        }
    }

    /** The end of the launch is on record: Mesos may forget it. */
    void settled(String id) {
        var task = tasks.remove(id);
        if (task != null) {
            launchpad.remove(task);
            orders.kill(task);
            orders.acknowledgeEnd(task);
        }
        if (notes.remove(id) != null || task != null) {
            forgettable.add(id);
        }
    }

    void subscribed(String id, String masterUrl, long now) {
        orders.subscribed(id, masterUrl);
        subscribedAt = now;
        var out = out();
        out.forEach(task -> task.silentSince = 0);
        reconciliation.restart(out.stream().map(task -> task.id).toList(), now);
        out.stream().filter(task -> task.stopAsked && task.stage != MesosTask.Stage.SENT).forEach(orders::kill);
    }

    /** The masters have removed us, and ended all our tasks. */
    void removed() {
        memory.forgetFramework();
        notes.clear();
        for (var task : out()) {
            ends.end(task, Exit.failure(Cause.PLATFORM, null, "the masters removed the framework, and ended all its tasks"));
        }
    }

    void heard(TaskStatus status) {
        reconciliation.heard(status.task());
        var task = tasks.get(status.task());
        if (task == null) {
            stranger(status);
        } else {
            reports.heard(task, status);
        }
    }

    /** A report on a task that nobody has asked us for, in this life. */
    private void stranger(TaskStatus status) {
        var verdict = Verdict.of(status, false);
        boolean isOver = verdict instanceof Verdict.Over;
        if (notes.containsKey(status.task()) && System.nanoTime() - subscribedAt < NOBODYS) {
            if (!isOver) {
                orders.acknowledge(status);
            }
            return;   // its end is told once more when somebody asks for it
        }
        orders.acknowledge(status);
        if (verdict instanceof Verdict.Running || verdict instanceof Verdict.Coming) {
            LOG.warn("{} runs for nobody: it is killed", status.task());
            orders.kill(status.task(), true);
        }
    }

    /** No master can be asked for so long that nobody knows how the tasks stand. */
    void outOfSight(String why) {
        out().stream().filter(task -> task.stage == MesosTask.Stage.RUNNING).forEach(task -> reports.lost(task, why));
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
        orders.answer(offer, there.isEmpty());
    }

    /** What only the passing of time says. */
    void tick(long now) {
        var silent = new ArrayList<String>();
        for (var task : List.copyOf(tasks.values())) {
            tellWhy(task, now);
            // it was asked to end while its acceptance was under way, which was turned down
            if (task.stopAsked && launchpad.remove(task)) {
                withdrawn.add(task.launchId());
                ends.over(task, Ends.stopped());
            }
            if (task.unknownSince != 0 && now - task.unknownSince > STILL_UNKNOWN && task.stage != MesosTask.Stage.LOST && task.isOut()) {
                reports.lost(task, "no master knows it, though it was launched on agent " + task.agent);
            }
            if (task.overSince != 0 && now - task.overSince > MORE_WORDS && task.isOut()) {
                ends.end(task, Objects.requireNonNull(task.hint));
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
