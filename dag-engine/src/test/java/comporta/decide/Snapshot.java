package comporta.decide;

import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.operator.Submission;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state of the walk that nothing changes any more: what is committed, what is really there outside, what is under way between the two, and
 * what may still go wrong.
 *
 * @param used slots in use of each limit, as the engine counts them
 * @param pending commands that are committed and not yet carried out
 * @param letters answers on their way to the engine
 * @param met what is waited for in other runs, and is so there
 * @param wishesLeft places in the DAG's list of wishes not yet posted, as bits
 */
record Snapshot(
        Instant now,
        DagRun run,
        List<TaskInstance> instances,
        List<Expansion> expansions,
        List<Launch> launches,
        Map<Integer, Map<String, Object>> outputs,
        List<Lease> leases,
        List<Integer> used,
        Map<LaunchId, Job> jobs,
        List<Command> pending,
        List<Event> letters,
        int wishesLeft,
        Mishaps mishaps,
        List<Change.Ordered> orders,
        Set<Awaited> met) {

    /**
     * A launch as it really is outside.
     *
     * @param exit null: it is alive
     * @param lived whether it ever ran
     * @param settled its end is on record: nobody outside remembers it
     * @param givenUp it was out of sight for so long that nobody waits for it
     */
    record Job(@Nullable Exit exit, boolean lived, boolean settled, boolean givenUp) {
        static final Job ALIVE = new Job(null, true, false, false);
        static final Job NEVER = new Job(Launch.NEVER_STARTED, false, false, false);

        static Job refused(Exit exit) {
            return new Job(exit, false, false, false);
        }

        static Job abandoned(@Nullable Job job) {
            return job == null ? new Job(Launch.NEVER_STARTED, false, false, true) : new Job(job.exit, job.lived, job.settled, true);
        }

        Job ended(Exit how) {
            return new Job(how, lived, settled, givenUp);
        }

        Job forgotten() {
            return new Job(exit, lived, true, givenUp);
        }

        boolean isAlive() {
            return exit == null;
        }
    }

    /** The same, but for what became of a launch outside, and what may still go wrong. */
    Snapshot with(LaunchId id, Job job, Mishaps left) {
        var after = new TreeMap<LaunchId, Job>(Life.BY_TASK);
        after.putAll(jobs);
        after.put(id, job);
        return new Snapshot(
                now, run, instances, expansions, launches, outputs, leases, used, after, pending, letters, wishesLeft, left, orders, met);
    }

    /** The same for two states that differ only in what can matter no more: instants count from now, those that no clock reads are left out. */
    long hash(Plan plan) {
        var text = new StringBuilder(600);
        var halt = run.halt();
        text.append(run.state()).append(halt == null ? "" : halt.cause() + "" + halt.end() + halt.stopsRunning());
        since(text, plan.dag().runTimeout(), run.startedAt());
        for (var instance : instances) {
            write(text, plan, instance);
        }
        expansions.forEach(expansion -> text.append('e').append(expansion.lists()).append(expansion.basis()));
        launches.forEach(launch -> {
            var exit = launch.exit();
            text.append('l').append(launch.intent().id()).append(launch.state()).append(launch.sequence()).append(exit == null ? "" : exit.cause());
        });
        outputs.forEach((node, values) -> {
            if (!values.isEmpty()) {
                text.append('o').append(node).append(values);
            }
        });
        leases.forEach(lease -> text.append('c').append(lease.id()).append(lease.state()));
        text.append('u').append(used);
        jobs.forEach((id, job) -> {
            var exit = job.exit();
            text.append('j').append(id).append(exit == null ? "alive" : exit.cause() + "" + exit.code() + exit.outputs())
                    .append(job.lived()).append(job.settled()).append(job.givenUp());
        });
        pending.forEach(command -> text.append('p').append(words(command)));
        letters.forEach(letter -> text.append('n').append(words(letter)));
        orders.stream().filter(order -> !order.after().equals(TaskOrder.NONE))
                .forEach(order -> text.append('b').append(order.task()).append(order.mapIndex()).append(order.after()));
        return Hashes.of(text.append(wishesLeft).append('m').append(mishaps).append(met.size()));
    }

    private void write(StringBuilder text, Plan plan, TaskInstance instance) {
        var state = instance.state();
        text.append('t').append(instance.task()).append('.').append(instance.mapIndex()).append(state.word())
                .append(instance.tries()).append('.').append(instance.userFailures()).append('.').append(instance.platformFailures())
                .append(instance.begun());
        var terms = plan.terms(plan.node(instance));
        if (state instanceof TaskState.Waiting && instance.readyAt() != null) {
            text.append('h').append(Duration.between(instance.readyAt(), now).toMillis());
        }
        var due = instance.dueAt(terms);
        if (due != null) {
            text.append('d').append(Duration.between(now, due).toMillis());
        }
        since(text, terms.timeouts().total(), instance.readyAt());
        since(text, terms.timeouts().execution(), instance.startedAt());
        since(text, terms.timeouts().progress(), instance.signAt());
        switch (state) {
            case TaskState.Stopping s -> text.append(then(s.then())).append(s.holdsSlots())
                    .append(now.isAfter(s.since().plusSeconds(5)) ? 5 : Duration.between(s.since(), now).toMillis());
            case TaskState.Unreachable s -> text.append(s.holdsSlots())
                    .append(now.isAfter(s.since().plusSeconds(5)) ? 5 : Duration.between(s.since(), now).toMillis());
            case TaskState.Failed s -> text.append(s.cause());
            case TaskState.Cancelled s -> text.append(s.cause());
            case TaskState.UpForRetry s -> text.append(s.cause());
            case TaskState _ -> { }
        }
    }

    private static String then(Afterwards then) {
        return then instanceof Afterwards.Fail fail ? fail.cause().word() + fail.mayRetry() : then.getClass().getSimpleName();
    }

    private void since(StringBuilder text, @Nullable Duration limit, @Nullable Instant start) {
        if (limit != null && start != null) {
            var passed = Duration.between(start, now);
            text.append('s').append(passed.compareTo(limit) > 0 ? "over" : passed.toMillis());
        }
    }

    /** A command as it stands in a path. */
    static String words(Command command) {
        return switch (command) {
            case Command.Submit submit -> "submit " + submit.intent().id();
            case Command.Stop stop -> (stop.force() ? "kill " : "stop ") + stop.intent().id();
            case Command.Find find -> "find " + find.intent().id();
            case Command.Settle settle -> "settle " + settle.intent().id();
            case Command.Shrink shrink -> "shrink " + shrink.lease().id() + " to " + shrink.lease().registered();
            case Command.Release release -> "release " + release.lease().id();
        };
    }

    /** An answer as it stands in a path. */
    static String words(Event event) {
        return switch (event) {
            case Event.Answered(var launch, Submission.Accepted _, var _) -> launch + " is accepted";
            case Event.Answered(var launch, Submission.NotAccepted no, var _) -> launch + " is refused, " + no.cause();
            case Event.Answered(var launch, Submission.Unknown _, var _) -> launch + " is not answered";
            case Event.Found(Finding.NeverStarted it, var _, var _) -> it.launch() + " never started";
            case Event.Found(Finding.Alive it, var _, var _) -> it.launch() + " is found alive";
            case Event.Found(Finding.AlreadyEnded it, var _, var _) -> it.launch() + " is found ended, " + it.end().exit().cause();
            case Event.Found(Finding.OutOfSight it, var _, var _) -> it.launch() + " is not found";
            case Event.Released(var lease) -> lease + " is given back";
            case Event.Heard heard -> heard.news().getClass().getSimpleName() + " of " + heard.news().launch();
            case Event.Doubled(var _, var copy) -> copy.id() + " is a second start";
            case Event.Begun _, Event.Prepared _, Event.TimeCame _, Event.Wished _, Event.Learned _ -> event.toString();
        };
    }
}
