package comporta.app;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Try;
import comporta.simulate.Behaviour;
import comporta.simulate.Conduct;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run as its events tell it, one JSON object a line: when each try was launched, ran and ended. Played again, each takes as long. */
final class RecordedRun implements Behaviour {
    private static final Set<String> RUNS = Set.of("running", "deferred");
    private static final Set<String> ENDS = Set.of("success", "failed", "up_for_retry", "skipped", "cancelled");

    private final String key;
    private final Instant start;
    private final Map<Attempt, Times> tries = new LinkedHashMap<>();

    /** A try of a task instance; {@code mapIndex} is -1 for what is no instance of an expanded task. */
    record Attempt(String task, int mapIndex, int number) {
        @Override
        public String toString() {
            return task + (mapIndex < 0 ? "" : "[" + mapIndex + "]") + (number == 1 ? "" : ", try " + number);
        }
    }

    /** @param state in which it ended; empty: it has not */
    record Times(@Nullable Instant launched, @Nullable Instant ran, @Nullable Instant ended, String state) {}

    private RecordedRun(String key, Instant start) {
        this.key = key;
        this.start = start;
    }

    /**
     * The last run that the lines tell of.
     *
     * @throws UsageException when they tell of none
     */
    static RecordedRun of(List<String> lines) {
        RecordedRun run = null;
        for (var line : lines) {
            var event = PlainData.mapFromJson(line);
            var at = Instant.parse(String.valueOf(event.get("at")));
            if ("run_started".equals(event.get("event"))) {
                run = new RecordedRun(String.valueOf(event.get("run_id")), at);
            } else if (run != null && "task_state".equals(event.get("event")) && event.get("try_number") instanceof Number number) {
                int index = event.get("map_index") instanceof Number instance ? instance.intValue() : -1;
                run.heard(new Attempt(String.valueOf(event.get("task_id")), index, number.intValue()),
                        String.valueOf(event.get("state")), at);
            }
        }
        if (run == null) {
            throw new UsageException(
                    "the record tells of no run. Make one with comporta run FILE --output json, or comporta simulate --event-log.");
        }
        return run;
    }

    private void heard(Attempt attempt, String state, Instant at) {
        var known = tries.getOrDefault(attempt, new Times(null, null, null, ""));
        if (known.ended() != null) {
            return;
        }
        if (state.equals("launching")) {
            tries.put(attempt, new Times(at, known.ran(), null, ""));
        } else if (RUNS.contains(state) && known.ran() == null) {
            tries.put(attempt, new Times(known.launched(), at, null, ""));
        } else if (ENDS.contains(state)) {
            tries.put(attempt, new Times(known.launched(), known.ran(), at, state));
        }
    }

    String key() {
        return key;
    }

    Instant start() {
        return start;
    }

    Map<Attempt, Times> tries() {
        return tries;
    }

    /** What is not on record takes no time. */
    @Override
    public Conduct of(Try attempt) {
        var times = tries.get(new Attempt(attempt.task().id().value(), attempt.mapIndex(), attempt.number()));
        if (times == null || times.ended() == null) {
            return Conduct.success(Duration.ZERO, Map.of());
        }
        var ran = times.ran() == null ? times.ended() : times.ran();
        var boots = times.launched() == null ? Duration.ZERO : Duration.between(times.launched(), ran);
        var exit = times.state().equals("success") ? Exit.success(Map.of()) : Exit.failure(Cause.USER, 1, "exit code 1");
        return new Conduct(boots, Duration.between(ran, times.ended()), exit);
    }
}
