package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Progress;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values that a seed makes up. */
final class Chance {
    private static final List<String> WORDS =
            List.of("", "exit code 3", "it's gone; \"quoted\"", "zwei\nZeilen", "größer als ✓ 🦔", "a\\b", "null", "  ");

    private final RandomGenerator random;

    Chance(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    <T> @Nullable T maybe(Supplier<T> made) {
        return random.nextBoolean() ? made.get() : null;
    }

    String words() {
        return of(WORDS);
    }

    Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextLong(1_000_000) * 1000);
    }

    Map<String, Object> data() {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of("name", words());
            case 2 -> Map.of("count", random.nextLong(), "ok", true);
            default -> Map.of("share", new BigDecimal("0.10"), "list", List.of(1L, words(), Map.of("deep", false)));
        };
    }

    Cause cause() {
        return of(List.of(Cause.values()));
    }

    List<TaskState> everyState() {
        var number = 1 + below(9);
        return List.of(
                new TaskState.Waiting(), new TaskState.Queued(instant()), new TaskState.Launching(number, instant()),
                new TaskState.Running(number, instant()), new TaskState.Deferred(number, instant()),
                new TaskState.UpForRetry(cause(), words(), instant()),
                new TaskState.Stopping(number, new Afterwards.Fail(cause(), words(), true), instant(), random.nextBoolean()),
                new TaskState.Stopping(number, new Afterwards.Fail(cause(), words(), false), instant(), random.nextBoolean()),
                new TaskState.Stopping(number, new Afterwards.Cancel(cause(), words()), instant(), random.nextBoolean()),
                new TaskState.Stopping(number, new Afterwards.Succeed(words()), instant(), random.nextBoolean()),
                new TaskState.Stopping(number, new Afterwards.Skip(words()), instant(), random.nextBoolean()),
                new TaskState.Stopping(number, new Afterwards.StartOver(), instant(), random.nextBoolean()),
                new TaskState.Unreachable(number, words(), instant(), random.nextBoolean()), new TaskState.Success(),
                new TaskState.Success("marked success by " + words()),
                new TaskState.Failed(cause(), words()), new TaskState.Skipped(words()), new TaskState.UpstreamFailed(words()),
                new TaskState.Cancelled(cause(), words()), new TaskState.Removed());
    }

    TaskInstance instance(int task, int mapIndex, TaskState state) {
        return new TaskInstance(
                task, mapIndex, state, below(5), below(5), below(5), random.nextBoolean(), maybe(this::instant), maybe(this::instant),
                maybe(this::instant), maybe(this::instant),
                new Progress(random.nextDouble(), random.nextLong(), random.nextLong(), words()), maybe(() -> below(300)));
    }

    /** An instance of each task, in every state there is, a few of them mapped. */
    List<TaskInstance> instances() {
        var states = everyState();
        return IntStream.range(0, states.size())
                .mapToObj(task -> instance(task, task % 3 == 0 ? below(1000) : -1, states.get(task)))
                .toList();
    }

    static List<TaskId> taskIds(int count) {
        return IntStream.range(0, count).mapToObj(task -> new TaskId("task-" + task)).toList();
    }

    Exit exit() {
        return new Exit(maybe(this::cause), maybe(() -> below(300)), words(), data());
    }

    Launch launch(DagRun run, int task, int mapIndex, int tryNumber, int number) {
        var id = new LaunchId(run.dag(), run.key(), new TaskId("task-" + task), mapIndex, tryNumber, number);
        var state = of(List.of(Launch.State.values()));
        return new Launch(
                new LaunchIntent(id, "command", new LaunchSpec(data()), "token-" + below(1000)), task, state, maybe(this::words),
                maybe(this::words), random.nextLong(), instant(), state == Launch.State.ENDED ? exit() : null);
    }

    Lease lease(long run, int task, int number) {
        return new Lease(
                run + "." + task + "." + number, run, task, task % 2 == 0 ? 7 : -1, number,
                new LeaseTerms("spark", "m5.large", "simulated", below(20), Duration.ofMinutes(below(999)), Duration.ofMillis(below(999))),
                of(List.of(Lease.State.values())), below(20), instant(), instant(), maybe(this::instant), maybe(this::instant));
    }

    DagRun moved(DagRun run) {
        var halt = maybe(() -> new DagRun.Halt(
                maybe(() -> of(List.of(RunState.values()))), cause(), words(), random.nextBoolean()));
        return new DagRun(
                run.id(), run.dag(), run.key(), run.dagVersion(), run.type(), of(List.of(RunState.values())), maybe(this::cause), words(),
                run.logicalDate(), run.intervalStart(), run.intervalEnd(), run.params(), run.note(), halt, run.queuedAt(),
                maybe(this::instant), maybe(this::instant));
    }

    NewRun newRun(DagId dag, String key, long version) {
        return new NewRun(
                dag, key, version, of(List.of(RunType.values())), instant(), maybe(this::instant), maybe(this::instant),
                data(), data(), words(), instant());
    }
}
