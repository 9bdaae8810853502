package comporta.api;

import comporta.dag.TaskId;
import comporta.decide.Movement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts into words what the engine would do. */
final class Previews {
    private static final int NAMED = 100;

    private Previews() {}

    /** @param will what is done to those that do not run again; empty: nothing is */
    static Preview of(comporta.decide.Preview seen, List<String> meant, String will) {
        var parts = new ArrayList<Preview.Part>();
        add(parts, will, meant);
        add(parts, "Runs again", seen.startsOver());
        add(parts, meant.isEmpty() ? "Runs as it was to" : "Is still to run", seen.toCome());
        var reuses = new ArrayList<Text>();
        if (!seen.reused().isEmpty()) {
            var results = seen.reused().size();
            reuses.add(new Text("results", Map.of("count", results), results + (results == 1 ? " result" : " results")));
        }
        if (!seen.goesOn().isEmpty()) {
            var running = seen.goesOn().size();
            reuses.add(new Text("running", Map.of("count", running), running + (running == 1 ? " task that runs" : " tasks that run")));
        }
        return new Preview(parts, reuses, seen.stops().stream().map(Preview.Stop::new).toList(), List.of());
    }

    private static void add(List<Preview.Part> parts, String text, List<String> tasks) {
        if (!tasks.isEmpty() && !text.isEmpty()) {
            parts.add(new Preview.Part(text, tasks.size(), tasks.stream().limit(NAMED).toList()));
        }
    }

    /**
     * Of a move.
     *
     * @param movement empty: the run is of that version
     * @throws Refusal when it cannot be
     */
    static Preview of(Optional<Movement> movement, int version) {
        if (movement.isEmpty()) {
            return Deeds.preview("The run is of version " + version + ": nothing changes");
        }
        var seen = movement.get();
        if (!seen.refusal().isEmpty()) {
            throw Refusal.conflict(seen.refusal());
        }
        var parts = new ArrayList<Preview.Part>();
        add(parts, "Comes, and is waited for", words(seen.added()));
        add(parts, "Is removed", words(seen.removed()));
        add(parts, "Is defined otherwise", words(seen.changed()));
        if (parts.isEmpty()) {
            parts.add(new Preview.Part("Goes on by version " + version + ": its tasks are the same", 0, List.of()));
        }
        return new Preview(parts, List.of(), List.of(), List.of());
    }

    private static List<String> words(List<TaskId> tasks) {
        return tasks.stream().map(TaskId::value).toList();
    }
}
