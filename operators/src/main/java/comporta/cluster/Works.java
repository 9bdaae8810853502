package comporta.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does a plan, step after step: what runs on a machine is let end before the machine goes, and the next machine is touched only when the last
 * one is proven to be back. Stops at the first step that fails; a new plan goes on from there.
 */
public final class Works {
    private final Cloud cloud;
    private final Stack stack;
    private final Masters masters;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private final Consumer<String> tell;

    /**
     * How long is waited.
     *
     * @param registering for a new machine to be a master or an agent; zero: it is not waited for
     * @param draining for what runs on a machine to end by itself
     * @param grace for what is asked to end then
     * @param between looks
     */
    public record Limits(Duration registering, Duration draining, Duration grace, Duration between) {}

    /** @param tell hears what is being done, line by line */
    public Works(Cloud cloud, Stack stack, Masters masters, Limits limits, InstantSource clock, Consumer<Duration> pause, Consumer<String> tell) {
        this.cloud = cloud;
        this.stack = stack;
        this.masters = masters;
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
        this.tell = tell;
    }

    /**
     * Does it.
     *
     * @throws WorkStopped when a step fails; what was done stays done
     */
    public void carryOut(ClusterPlan plan) {
        int number = 0;
        for (var step : plan.steps()) {
            number++;
            tell.accept(number + "/" + plan.steps().size() + " " + step.text());
            carryOut(step);
        }
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.MakeWall make -> cloud.makeWall(stack, make.allow());
            case Step.MoveWall move -> cloud.moveWall(stack, move.open(), move.shut());
            case Step.Note note -> cloud.note(stack, note.versions());
            case Step.Start start -> await(cloud.start(stack, start.make()), start.make());
            case Step.Replace replace -> {
                end(replace.machine().id(), !replace.make().role().equals(Stack.MASTER));
                await(cloud.start(stack, replace.make()), replace.make());
            }
            case Step.End end -> end(end.machine().id(), !end.machine().role().equals(Stack.MASTER));
            case Step.SetGroup set -> cloud.setGroup(stack, set.type(), set.group(), set.make());
            case Step.Refresh refresh -> {
                drain(refresh.machine());
                cloud.endOfGroup(refresh.machine());
                awaitGone(refresh.machine());
            }
        }
    }

    private void end(String machine, boolean isAgent) {
        if (isAgent) {
            drain(machine);
        }
        cloud.end(machine);
        awaitGone(machine);
    }

    private void awaitGone(String machine) {
        until(limits.draining(), () -> cloud.isGone(machine), machine + " does not end");
    }

    /** First nothing new, then what runs is waited for, then it is asked to end: others' work is never cut off unasked. */
    private void drain(String machine) {
        try {
            var agent = agent(machine);
            if (agent.isEmpty()) {
                return;   // it never registered, or has left already
            }
            masters.deactivate(agent.get().id());
            boolean idle = waited(limits.draining(), () -> agent(machine).filter(Masters.Agent::busy).isEmpty());
            if (!idle) {
                tell.accept("  work goes on on " + machine + " after " + limits.draining().toMinutes() + " minutes: it is asked to end");
                masters.drain(agent.get().id(), limits.grace());
                until(limits.grace().multipliedBy(2), () -> agent(machine).filter(Masters.Agent::busy).isEmpty(), "what runs on " + machine + " does not end");
            }
        } catch (IOException e) {
            throw new WorkStopped("machine " + machine + " cannot be drained: " + e.getMessage(), e);
        }
    }

    private Optional<Masters.Agent> agent(String machine) {
        try {
            return masters.agents().stream().filter(agent -> machine.equals(agent.instance())).findFirst();
        } catch (IOException e) {
            throw new WorkStopped("the agents of " + stack.name() + " are not known: " + e.getMessage(), e);
        }
    }

    private void await(String machine, Make make) {
        if (limits.registering().isZero()) {
            return;
        }
        if (make.role().equals(Stack.MASTER)) {
            var door = stack.doorOf(String.valueOf(make.address()));
            var who = "master " + make.number() + " (" + machine + ")";
            if (stack.hasDoors()) {
                until(limits.registering(), () -> masters.version(door).equals(Optional.of(make.version())),
                        who + " does not answer with Mesos " + make.version() + " at " + door);
            } else {
                until(limits.registering(), () -> masters.version(door).isPresent(), "no master answers at " + door + " since " + who + " was started");
            }
        } else {
            until(limits.registering(), () -> isBack(machine, make.version()),
                    machine + " has not registered as an agent with Mesos " + make.version());
        }
        tell.accept("  " + machine + " is there");
    }

    /** While the masters elect a leader nobody answers for a moment. */
    private boolean isBack(String machine, String version) {
        try {
            return masters.agents().stream().anyMatch(agent -> machine.equals(agent.instance()) && agent.active() && agent.version().equals(version));
        } catch (IOException e) {
            return false;
        }
    }

    private void until(Duration most, BooleanSupplier isSo, String otherwise) {
        if (!waited(most, isSo)) {
            throw new WorkStopped(otherwise + " within " + most.toSeconds() + " s. The rest of the stack was not touched; mend it and ask for the same again", null);
        }
    }

    private boolean waited(Duration most, BooleanSupplier isSo) {
        Instant end = clock.instant().plus(most);
        while (!isSo.getAsBoolean()) {
            if (!clock.instant().isBefore(end)) {
                return false;
            }
            pause.accept(limits.between());
        }
        return true;
    }
}
