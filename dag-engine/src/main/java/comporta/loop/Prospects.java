package comporta.loop;

import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.decide.Dues;
import comporta.operator.LaunchIntent;
import comporta.operator.Lease;
import comporta.operator.Prospect;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers what a run has before it, from its view and from what the store knows of runs that are over. */
final class Prospects {
    private static final int RUNS = 20;

    private final Survey survey;
    private final Supplier<List<LaunchIntent>> underWay;

    /** @param underWay the open launches of all live runs */
    Prospects(Survey survey, Supplier<List<LaunchIntent>> underWay) {
        this.survey = survey;
        this.underWay = underWay;
    }

    /** @param node what is about to start */
    Prospect of(LiveRun live, int node, Instant now) {
        return new Of(live, node, now);
    }

    private final class Of implements Prospect {
        private final LiveRun live;
        private final int own;
        private final Instant now;

        Of(LiveRun live, int own, Instant now) {
            this.live = live;
            this.own = own;
            this.now = now;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Optional<Instant> dueBy(TaskId task) {
            var plan = live.view().plan();
            // of an expanded task each instance may be due by itself, and this one is asked for
            var node = plan.task(own).id().equals(task) ? (Integer) own : plan.number(task);
            return node == null ? Optional.empty() : Optional.ofNullable(Dues.latestEnd(live.view(), node));
        }

        @Override
        public Optional<Duration> usual(TaskId task) {
            Task known = live.view().plan().dag().tasks().get(task);
            return Optional.ofNullable(live.usual().get(task)).or(() -> Optional.ofNullable(known).map(Task::expectedDuration));
        }

        @Override
        public List<Past> past(TaskId task) {
            var runs = survey.over(live.view().run().dag(), RUNS).reversed().stream().map(RunSpan::id).toList();
            return survey.tries(runs, task).stream()
                    .map(each -> new Past(Duration.between(each.startedAt(), each.endedAt()), each.cpus()))
                    .toList();
        }

        @Override
        public Optional<Integer> machines(String pool) {
            return live.view().leases().stream()
                    .filter(lease -> lease.state() == Lease.State.OPEN && lease.terms().pool().equals(pool))
                    .map(Lease::registered)
                    .reduce(Integer::sum);
        }

        @Override
        public List<LaunchIntent> others() {
            return underWay.get();
        }
    }
}
