package comporta.loop;

import comporta.decide.Command;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.Lease;
import comporta.operator.Leasing;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.store.Lead;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries commands out after their commit, each as an errand of its own; answers go back as signals. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Map<String, Operator> operators;
    private final InstantSource clock;
    private final Consumer<Signal> answers;
    private final Executor errands;
    private final Lead lead;

    Dispatcher(Map<String, Operator> operators, InstantSource clock, Consumer<Signal> answers, Executor errands, Lead lead) {
        this.operators = operators;
        this.clock = clock;
        this.answers = answers;
        this.errands = errands;
        this.lead = lead;
    }

    void carryOut(Command command) {
        later(errands, command, switch (command) {
            case Command.Submit submit -> named(submit.intent(), () -> submit(submit.intent()));
            case Command.Stop stop -> named(stop.intent(), () -> stop(stop));
            case Command.Find find -> named(find.intent(), () -> find(List.of(find.intent())));
            case Command.Settle settle -> named(settle.intent(), () -> settle(settle.intent()));
            case Command.Shrink shrink -> () -> shrink(shrink.lease());
            case Command.Release release -> () -> release(release.lease());
        });
    }

    private static Runnable named(LaunchIntent intent, Runnable errand) {
        return () -> {
            try (var _ = LogIds.of(intent.id())) {
                errand.run();
            }
        };
    }

    /** Whoever has the lead by then finds out about it from the store. */
    private void later(Executor when, Object what, Runnable errand) {
        when.execute(() -> {
            if (lead.isHeld()) {
                errand.run();
            } else {
                LOG.warn("{} is not carried out: this scheduler does not have the lead any more", what);
            }
        });
    }

    private void submit(LaunchIntent intent) {
        Submission answer;
        try {
            answer = operator(intent).submit(intent);
        } catch (RuntimeException e) {
            LOG.error("submitting {} failed", intent.id(), e);
            answer = new Submission.Unknown(e.toString());
        }
        answers.accept(new Signal.Answered(intent.id(), answer));
    }

    private void stop(Command.Stop stop) {
        try {
            operator(stop.intent()).stop(stop.intent(), stop.force());
        } catch (RuntimeException e) {
            LOG.error("stopping {} failed", stop.intent().id(), e);
        }
    }

    private void settle(LaunchIntent intent) {
        try {
            operator(intent).settled(intent);
        } catch (RuntimeException e) {
            LOG.warn("what is left of launch {} could not be cleared away", intent.id(), e);
        }
    }

    /** Asks what became of launches of one operator. */
    private void find(List<LaunchIntent> intents) {
        var asked = clock.instant();
        try {
            operator(intents.getFirst()).find(intents).forEach(finding -> answers.accept(new Signal.FoundOut(finding, asked)));
        } catch (RuntimeException e) {
            LOG.error("cannot find out what became of {}", intents, e);
            intents.forEach(intent -> answers.accept(new Signal.FoundOut(new Finding.OutOfSight(intent.id(), e.toString()), asked)));
        }
    }

    /** What other machines may still be busy with is asked for a little later: a leader of before may be slow to learn that it is none. */
    void findLater(List<LaunchIntent> intents) {
        var grace = lead.graceLeft();
        var remote = grace.isZero() ? List.<LaunchIntent>of() : intents.stream().filter(this::isRemote).toList();
        var near = remote.isEmpty() ? intents : intents.stream().filter(intent -> !remote.contains(intent)).toList();
        if (!near.isEmpty()) {
            later(errands, "asking for launches", () -> find(near));
        }
        if (!remote.isEmpty()) {
            later(CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS, errands), "asking for launches",
                    () -> find(remote));
        }
    }

    private boolean isRemote(LaunchIntent intent) {
        var operator = operators.get(intent.operator());
        return operator != null && operator.isRemote(intent);
    }

    private void shrink(Lease lease) {
        for (var operator : operators.values()) {
            if (operator instanceof Leasing leasing) {
                try {
                    leasing.shrink(lease);
                } catch (RuntimeException e) {
                    LOG.error("lease {} cannot be made smaller", lease.id(), e);
                }
            }
        }
    }

    private void release(Lease lease) {
        var gone = false;
        for (var operator : operators.values()) {
            if (operator instanceof Leasing leasing && !gone) {
                try {
                    gone = leasing.release(lease);
                } catch (RuntimeException e) {
                    LOG.error("cannot give back lease {}", lease.id(), e);
                }
            }
        }
        if (gone) {
            answers.accept(new Signal.Released(lease.run(), lease.id()));
        } else {
            LOG.info("lease {} is not given back yet", lease.id());   // until it is, the decider asks again
        }
    }

    private Operator operator(LaunchIntent intent) {
        var operator = operators.get(intent.operator());
        if (operator == null) {
            throw new IllegalStateException("operator \"" + intent.operator() + "\" is not built in this version");
        }
        return operator;
    }
}
