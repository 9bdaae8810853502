package comporta.chronos;

import comporta.job.JobSpec;
import comporta.job.JsonDoor;
import comporta.job.MesosTask;
import comporta.job.MesosTasks;
import comporta.job.OutsideName;
import comporta.job.RemoteJob;
import comporta.job.RemoteLog;
import comporta.job.RemoteSystem;
import comporta.job.Reply;
import comporta.job.Sent;
import comporta.job.Sight;
import comporta.job.TasksBelow;
import comporta.job.Unseen;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches as jobs of Chronos. The job is saved first, which may be repeated at will and starts nothing; that it is there is the mark that
 * it is to run, also for a later life of ours. Then it is started, which Chronos may lose, drop, or carry out and forget: what it holds of
 * queues and of running tasks is in the memory of whoever leads (Jepsen's findings; issues 411, 508, 811). So a start is sent again only
 * when three looks in a row saw a job that never ran, stands in no queue, and of which the Mesos below has no task. Without Mesos nothing
 * of that is proof, and the launch is out of sight until a person looks.
 */
final class ChronosSystem implements RemoteSystem {
    private static final Logger LOG = LoggerFactory.getLogger(ChronosSystem.class);
    private static final OutsideName NAMES = new OutsideName(200, Pattern.compile("[^\\w.-]"), false);
    private static final int LOOKS_FOR_PROOF = 3;
    private static final int TRIES = 5;
    private static final long BETWEEN_TRIES = 300;
    private static final String OF_CHRONOS = "ChronosTask:";

    private final ChronosClient client;
    private final TasksBelow below;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    /** How jobs stood at the last look. */
    private volatile Map<String, ChronosClient.State> before = Map.of();

    /** What this life has seen of a job. */
    private static final class Seen {
        boolean ran;
        boolean disabled;
        int idle;
    }

    ChronosSystem(ChronosClient client, @Nullable MesosTasks mesos, InstantSource clock) {
        this.client = client;
        this.below = new TasksBelow(mesos, ChronosSystem::jobOf);
        this.clock = clock;
    }

    @Override
    public List<String> ignores(JobSpec job) {
        return ChronosJob.ignores(job);
    }

    @Override
    public String name(LaunchId launch) {
        return NAMES.of(launch);
    }

    @Override
    public Sent start(RemoteJob job, Map<String, String> environment) {
        try {
            if (client.find(job.name()).isPresent()) {
                return new Sent.Taken();   // saved before; looks see to its start
            }
            var definition = ChronosJob.definition(job, environment, client.isThree());
            var saved = client.save(definition);
            if (saved instanceof Reply.Answer answer && answer.status() / 100 == 4) {
                return new Sent.TurnedDown(answer.status() == 401 ? Cause.PLATFORM : Cause.USER, "Chronos answers " + answer);
            }
            if (saved instanceof Reply.NotSent not) {
                return new Sent.Unheard(not.why());
            }
            if (!isThere(job.name())) {
                return new Sent.Unclear("Chronos does not show the job that was sent: " + saved);
            }
        } catch (Unseen e) {
            return new Sent.Unheard(e.why());
        }
        return started(job.name());
    }

    /** It may enter the graph a moment after it is stored. */
    private boolean isThere(String name) throws Unseen {
        for (int attempt = 1; attempt < TRIES; attempt++) {
            if (client.find(name).isPresent()) {
                return true;
            }
            pause();
        }
        return client.find(name).isPresent();
    }

    private static void pause() throws Unseen {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unseen("interrupted");
        }
    }

    /** The job is there: whatever becomes of the start, looks find out. */
    private Sent started(String name) {
        try {
            for (int attempt = 1; ; attempt++) {
                var reply = client.start(name);
                boolean refused = reply instanceof Reply.Answer answer && answer.status() / 100 == 4;
                if (!refused) {
                    return new Sent.Taken();
                }
                if (attempt == TRIES) {
                    var removed = client.delete(name);   // it never starts by itself, whether this comes through or not
                    LOG.info("{} was not started by Chronos ({}) and is removed ({})", name, reply, removed);
                    return new Sent.TurnedDown(Cause.PLATFORM, "Chronos does not start it: " + reply);
                }
                pause();
            }
        } catch (Unseen e) {
            return new Sent.Taken();
        }
    }

    @Override
    public Map<String, Sight> look(Collection<RemoteJob> jobs) throws Unseen {
        var all = client.states();   // first, so that what leaves the queue meanwhile is among the tasks
        var states = new HashMap<String, ChronosClient.State>();
        jobs.forEach(job -> Optional.ofNullable(all.get(job.name())).ifPresent(state -> states.put(job.name(), state)));
        var tasks = below.of(states.keySet(), (name, task) -> isSettled(states.get(name), before.get(name), task));
        before = states;
        var sights = new HashMap<String, Sight>();
        for (var job : jobs) {
            var state = states.get(job.name());
            sights.put(job.name(), state == null ? new Sight.Absent() : sight(job.name(), state, tasks.get(job.name())));
        }
        return sights;
    }

    @Override
    public void hints(Consumer<String> names) {
        below.tellTo(names);
    }

    @Override
    public boolean isHeard() {
        return below.isHeard();
    }

    @Override
    public Optional<Sight> glance(RemoteJob job) {
        return below.ended(job.name()).flatMap(MesosTask::exit).map(Sight.Over::new);
    }

    /** What merely runs on, or waits on, has the task it had, or none. */
    private static boolean isSettled(ChronosClient.@Nullable State now, ChronosClient.@Nullable State then, @Nullable MesosTask task) {
        return now != null && now.equals(then) && (task == null ? now.isQueued() : now.isRunning() && task.isRunning());
    }

    private static Optional<String> jobOf(MesosTask task) {
        return task.name().startsWith(OF_CHRONOS) ? Optional.of(task.name().substring(OF_CHRONOS.length())) : Optional.empty();
    }

    private Sight sight(String name, ChronosClient.State state, @Nullable MesosTask task) {
        var known = seen.computeIfAbsent(name, fresh -> new Seen());
        if (task != null && task.isUnreachable()) {
            return new Sight.Dim("its machine is out of sight of Mesos (" + task.state() + ")");
        }
        var exit = task == null ? Optional.<Exit>empty() : task.exit();
        if (exit.isPresent()) {
            return new Sight.Over(exit.get());   // it says more than Chronos's counters
        }
        if (task != null) {
            known.ran = true;
            return task.state().equals("TASK_STAGING")
                    ? new Sight.Pending("Mesos prepares it", null)
                    : new Sight.Running(task.since(), null);
        }
        return switch (state.result()) {
            case "success" -> new Sight.Over(Exit.success(Map.of()));
            case "failure" -> new Sight.Over(Exit.failure(
                    Cause.USER, null,
                    "Chronos counted a failure, and says no more. Set mesos of this backend, and exit codes and logs are known"));
            default -> fresh(name, state, known);
        };
    }

    private Sight fresh(String name, ChronosClient.State state, Seen known) {
        if (state.isRunning()) {
            known.idle = 0;
            known.ran = true;
            return new Sight.Running(clock.instant(), null);
        }
        if (state.isQueued() && !known.disabled) {
            known.idle = 0;
            return new Sight.Pending("queued in Chronos: it waits for a machine with room", null);
        }
        known.idle++;
        if (known.idle < LOOKS_FOR_PROOF) {
            return new Sight.Pending("Chronos has it, and it does not run yet", null);
        }
        if (!below.isKnown()) {
            return new Sight.Dim("Chronos shows neither a run nor an end of " + name
                    + ": its leader may have changed, or the start was lost, or the task "
                    + "was killed. Look at the Mesos page; then mark the task");
        }
        if (known.ran) {
            return new Sight.Over(Exit.failure(Cause.PLATFORM, null, "it ran, and neither Chronos nor Mesos knows of it any more"));
        }
        if (known.disabled) {
            return new Sight.Over(Exit.failure(Cause.OPERATOR, null, "stopped before it began"));
        }
        known.idle = 0;
        LOG.info("Chronos had lost the start of {}: no run, not queued, and no task of it in Mesos; it is started again", name);
        return started(name) instanceof Sent.TurnedDown down
                ? new Sight.Over(Exit.failure(down.cause(), null, down.why()))
                : new Sight.Pending("started again, since Chronos had lost the start", null);
    }

    @Override
    public void stop(RemoteJob job, boolean force) throws Unseen {
        var known = seen.computeIfAbsent(job.name(), fresh -> new Seen());
        if (!known.disabled) {
            disable(job.name());
            known.disabled = true;
        }
        expectDone("kill", client.kill(job.name()));
    }

    /** A disabled job does not run even when it stands in the queue. Only while it never ended: saving it takes its counters away. */
    private void disable(String name) throws Unseen {
        var found = client.find(name);
        if (found.isPresent()) {
            var job = new HashMap<>(found.get());
            if (Long.parseLong(String.valueOf(job.getOrDefault("successCount", 0))) > 0) {
                return;
            }
            job.put("disabled", true);
            var both = new HashSet<>(job.keySet());
            if (both.contains("fetch") && both.contains("uris")) {
                job.remove("uris");   // what is read back holds both, and what is posted may not
            }
            expectDone("disable", client.save(job));
        }
    }

    @Override
    public void remove(RemoteJob job) throws Unseen {
        expectDone("delete", client.delete(job.name()));
        seen.remove(job.name());
        below.forget(job.name());
    }

    /** 400 and, of version 2, 500 mean that there is no such job. */
    private static void expectDone(String what, Reply reply) throws Unseen {
        JsonDoor.expectDone("Chronos does not " + what + " it", reply, status -> status == 400);
    }

    @Override
    public Optional<RemoteLog> log(RemoteJob job) {
        return below.log(job.name());
    }

    @Override
    public void close() {
        client.close();
        below.close();
    }
}
