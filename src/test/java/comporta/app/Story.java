package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run as it was told over several lives of the program. What was told was committed before, so whatever a later life tells must lie
 * strictly further on.
 */
final class Story {
    /** The order of the states within one try, with what follows a try at its end. */
    private static final List<String> ORDER =
            List.of("waiting", "launching", "running", "up_for_retry", "queued", "success", "failed", "skipped", "upstream_failed", "cancelled");

    /** Where a task was last seen. */
    private record Place(int tryNumber, String state) {
        boolean isBefore(Place later) {
            return tryNumber < later.tryNumber || (tryNumber == later.tryNumber && rank(state) < rank(later.state));
        }

        private static int rank(String state) {
            assertThat(ORDER).contains(state);
            return ORDER.indexOf(state);
        }
    }

    private final Map<String, Place> tasks = new LinkedHashMap<>();
    private @Nullable String run;
    private @Nullable Map<String, Object> end;

    /** The run's id; null while nothing of it was told. */
    @Nullable String run() {
        return run;
    }

    boolean isOver() {
        return end != null;
    }

    void hear(List<Map<String, Object>> told) {
        told.forEach(this::hear);
    }

    private void hear(Map<String, Object> event) {
        var id = String.valueOf(event.get("run_id"));
        assertThat(run == null ? id : run).as("the run of %s", event).isEqualTo(id);
        run = id;
        var state = String.valueOf(event.get("state"));
        switch (String.valueOf(event.get("event"))) {
            case "task_state" -> {
                var task = String.valueOf(event.get("task_id"));
                var place = new Place(number(event.get("try_number")), state);
                var before = tasks.put(task, place);
                assertThat(before == null || before.isBefore(place)).as("%s was %s before: %s", task, before, event).isTrue();
                assertThat(end).as("the end, before %s", event).isNull();
            }
            case "run_ended" -> {
                assertThat(end == null ? state : end.get("state")).as("the end, told once more by %s", event).isEqualTo(state);
                end = event;
            }
            default -> {}
        }
    }

    private static int number(@Nullable Object tryNumber) {
        return tryNumber == null ? 0 : Integer.parseInt(tryNumber.toString());
    }

    /** The run is over, and all its tasks have succeeded. */
    void endedWell(int tasksInAll) {
        var last = Objects.requireNonNull(end);
        assertThat(last.get("state")).as("%s", last).isEqualTo("success");
        assertThat(PlainData.block(last, "tasks")).as("%s", last).isEqualTo(Map.of("success", (long) tasksInAll));
    }
}
