package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** {@code noop}: a point where lines meet; nothing is launched. */
public final class NoopOperator implements Operator {

    @Override
    public String name() {
        return "noop";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of();
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return new Submission.NotAccepted(Cause.PLATFORM, "noop launches nothing");
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().<Finding>map(intent -> new Finding.NeverStarted(intent.id())).toList();
    }

    @Override
    public void watch(Consumer<News> listener) {
        // there is never any
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        // nothing runs
    }
}
