package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Progress;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code approval}: a try is one launch that waits for a person, without a slot. The answer is a wish and ends the try by itself; here
 * nothing is kept, and whoever asks is told that it waits.
 */
public final class ApprovalOperator implements Operator {
    private static final long LAST = Long.MAX_VALUE;
    private static final String MESSAGE = "message";

    private final InstantSource clock;
    private volatile Consumer<News> listener = _ -> { };

    public ApprovalOperator(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of(new LaunchSpec(Map.of(MESSAGE, String.valueOf(attempt.settings().getOrDefault(MESSAGE, "")))));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        tellWait(intent);
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    private void tellWait(LaunchIntent intent) {
        var sequence = clock.millis() * 1000;
        var message = String.valueOf(intent.spec().data().get(MESSAGE));
        listener.accept(new News.Deferred(intent.id(), sequence, clock.instant(), intent.id().externalId()));
        listener.accept(new News.Progressed(
                intent.id(), sequence + 1, clock.instant(),
                new Progress(0, 0, 0, message.isBlank() ? "waits for approval" : "waits for approval: " + message)));
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        open.forEach(this::tellWait);
        return open.stream().<Finding>map(intent ->
                new Finding.Alive(intent.id(), clock.instant(), intent.id().externalId(), null)).toList();
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        listener.accept(new News.Ended(intent.id(), LAST, clock.instant(), Exit.failure(Cause.OPERATOR, null, "stopped while it waited")));
    }
}
