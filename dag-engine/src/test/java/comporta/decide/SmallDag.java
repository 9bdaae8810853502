package comporta.decide;

import comporta.dag.Dag;
import comporta.operator.LaunchIntent;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A DAG of a handful of tasks, with what persons may want of its run and what may go wrong. Tasks called
 * {@code wait…} are deferred, those called {@code …slow} tell how far they are, {@code many} has two launches in a try, {@code list} hands a list on. */
final class SmallDag {
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    final String name;
    final Plan plan;
    final Map<String, Integer> pools;
    final List<Wish> wishes = new ArrayList<>();
    final BitSet setups = new BitSet();
    private final Mishaps mishaps;
    boolean afterwards;

    SmallDag(String name, Mishaps mishaps, Map<String, Integer> pools, Dag dag) {
        this.name = name;
        this.mishaps = mishaps;
        this.pools = pools;
        plan = Plan.of(
                dag,
                task -> new Terms(
                        task.retry(), new Terms.PlatformRetries(1, Duration.ofSeconds(1), Duration.ofMinutes(1)), task.timeouts(), task.skipOn(),
                        Duration.ofHours(6), true, 1),
                Map.of());
        IntStream.range(0, plan.size()).forEach(task -> IntStream.of(plan.graph().setupsOf(task)).forEach(setups::set));
    }

    SmallDag(String name, Mishaps mishaps, Dag dag) {
        this(name, mishaps, Map.of(), dag);
    }

    /** Somebody may want this, once, at any moment. */
    SmallDag wish(Wish.Verb verb, String... tasks) {
        wishes.add(new Wish(wishes.size() + 1L, 1, verb, List.of(tasks), "ana", ""));
        return this;
    }

    /** Nobody wishes anything before the run is over. */
    SmallDag afterwards() {
        afterwards = true;
        return this;
    }

    boolean isSetup(LaunchIntent intent) {
        return setups.get(plan.graph().number(intent.id().task()));
    }

    Surroundings surroundings() {
        return new Surroundings(ZoneOffset.UTC, Map.of(), Map.of());
    }

    Capacity capacity() {
        return new Capacity(pools, 10_000, _ -> true);
    }

    Snapshot start() {
        var run = new DagRun(
                1, plan.dag().id(), "manual-1", 1, RunType.MANUAL, RunState.QUEUED, null, "", START, null, null, Map.of(), "", null, START, null,
                null);
        return new Snapshot(
                START, run, IntStream.range(0, plan.size()).mapToObj(TaskInstance::fresh).toList(), List.of(), List.of(), Map.of(), List.of(),
                List.of(), Map.of(), List.of(), List.of(), (1 << wishes.size()) - 1, mishaps, List.of(), Set.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
