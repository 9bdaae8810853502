package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probe of {@code done_when}: a launch that looks once, ahead of what the first try would launch. It says what it saw, and the engine
 * goes on from there. To look twice does no harm, so that nothing has to be remembered.
 */
final class DoneWhenOperator implements Operator {
    private static final Logger LOG = LoggerFactory.getLogger(DoneWhenOperator.class);

    private final Conditions conditions;
    private final InstantSource clock;
    private final Executor threads;
    private volatile Consumer<News> listener = _ -> {};

    DoneWhenOperator(Conditions conditions, InstantSource clock, Executor threads) {
        this.conditions = conditions;
        this.clock = clock;
        this.threads = threads;
    }

    @Override
    public String name() {
        return "done_when";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of(conditions.launch(attempt));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        try {
            look(intent, conditions.of(intent.spec().data()));
            return new Submission.Accepted(intent.id().externalId(), null);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
    }

    private void look(LaunchIntent intent, Condition condition) {
        threads.execute(() -> {
            Exit exit;
            try {
                var found = condition.look(clock.instant());
                exit = Exit.success(Map.of("holds", found.holds(), "seen", found.seen()));
            } catch (Refused e) {
                exit = Exit.failure(e.because(), null, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("{} cannot look for {}", intent.id(), condition, e);
                exit = Exit.failure(Cause.PLATFORM, null, "done_when cannot be looked at: " + e);
            }
            ended(intent, exit);
        });
    }

    private void ended(LaunchIntent intent, Exit exit) {
        listener.accept(new News.Ended(intent.id(), Long.MAX_VALUE, clock.instant(), exit));
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(this::find).toList();
    }

    private Finding find(LaunchIntent intent) {
        return switch (submit(intent)) {
            case Submission.NotAccepted(var cause, var why) ->
                new Finding.AlreadyEnded(new News.Ended(intent.id(), Long.MAX_VALUE, clock.instant(), Exit.failure(cause, null, why)));
            case Submission.Accepted _, Submission.Unknown _ ->
                new Finding.Alive(intent.id(), clock.instant(), intent.id().externalId(), null);
        };
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    /** A look under way ends by itself and means nothing any more. */
    @Override
    public void stop(LaunchIntent intent, boolean force) {
        ended(intent, Exit.failure(Cause.OPERATOR, null, "stopped before it was known whether it is done"));
    }
}
