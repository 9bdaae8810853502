package comporta.simulate;

import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A way to the outdoors: one launch after the other, as many as the task has iterations; none for {@code noop}. */
class RoughOperator implements Operator {
    static final String LEASES = "gives_back";

    final Outdoors outdoors;
    private final String name;

    RoughOperator(String name, Outdoors outdoors) {
        this.name = name;
        this.outdoors = outdoors;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var leases = attempt.leases().stream().map(Lease::id).toList();
        return Collections.nCopies(name.equals("noop") ? 0 : 1, new LaunchSpec(Map.of(LEASES, leases)));
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return name.equals("noop") ? 0 : iterations(attempt);
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        return ended.getLast().exit().isSuccess() && ended.stream().filter(end -> end.exit().isSuccess()).count() < iterations(attempt)
                ? new Next.Launch(List.of(new LaunchSpec(Map.of())))
                : new Next.Finish(ended.getLast().exit());
    }

    private static int iterations(Try attempt) {
        return attempt.task().settings().get("iterations") instanceof Number number ? number.intValue() : 1;
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return outdoors.submit(intent, name.equals("sensor") ? Outdoors.Kind.WAIT : Outdoors.Kind.WORK, null);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(intent -> outdoors.find(intent.id())).toList();
    }

    @Override
    public void watch(Consumer<News> listener) {
        outdoors.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        outdoors.stop(intent.id(), force);
    }

    @Override
    public void settled(LaunchIntent intent) {
        outdoors.settled(intent.id());
    }

    /** Machines: launches side by side, on a lease. */
    static final class Machines extends RoughOperator implements Leasing {
        private final Watch watch;

        Machines(String name, Outdoors outdoors, Watch watch) {
            super(name, outdoors);
            this.watch = watch;
        }

        @Override
        public List<LaunchSpec> prepare(Try attempt) {
            return Collections.nCopies(expectedLaunches(attempt), new LaunchSpec(Map.of()));
        }

        @Override
        public int expectedLaunches(Try attempt) {
            return attempt.task().block("node_pool").get("nodes") instanceof Number number ? number.intValue() : 1;
        }

        @Override
        public Submission submit(LaunchIntent intent) {
            return outdoors.submit(intent, Outdoors.Kind.MACHINE, watch.leaseOf(intent.id()));
        }

        @Override
        public LeaseTerms lease(Try attempt) {
            return new LeaseTerms(attempt.task().id().value(), "rough", "simulated", expectedLaunches(attempt), Duration.ofHours(12), Duration.ZERO);
        }

        @Override
        public boolean release(Lease lease) {
            return outdoors.release(lease.id());
        }
    }
}
