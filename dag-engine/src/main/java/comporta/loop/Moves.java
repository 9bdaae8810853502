package comporta.loop;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Movement;
import comporta.decide.RunView;
import comporta.decide.Wish;
import comporta.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the version that a run is to go on by, and what that means. */
final class Moves {
    private static final int NAMED = 5;

    private Moves() {}

    /** It cannot go on by that; the message says why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        private Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /** The number of the version that is wished. */
    static int to(Wish wish) throws Unfit {
        if (wish.details().get("to") instanceof Number number) {
            return number.intValue();
        }
        throw new Unfit("name the version to move to");
    }

    /** Empty: the run is of that version. */
    static Optional<Movement> of(Store store, RunView view, int number, Instant now) throws Unfit {
        var dag = view.run().dag();
        var found = store.dags().version(dag, number)
                .orElseThrow(() -> new Unfit("DAG " + dag + " has no version " + number + ". See comporta dags versions " + dag));
        if (found.version().id() == view.run().dagVersion()) {
            return Optional.empty();
        }
        var read = DagFiles.read(found.path(), store.dags().source(found.version().id()).getBytes(StandardCharsets.UTF_8),
                Checking.LENIENT);
        var next = read.dag();
        if (next == null) {
            throw new Unfit("version " + number + " cannot be read any more: " + read.problems().getFirst());
        }
        var movement = Movement.of(view, next, found.version().id(), now);
        if (!movement.refusal().isEmpty()) {
            throw new Unfit(movement.refusal());
        }
        return Optional.of(movement);
    }

    /** The same for showing: a movement that cannot be has a refusal. */
    static Optional<Movement> preview(Store store, RunView view, Wish wish, Instant now) {
        try {
            return of(store, view, to(wish), now);
        } catch (Unfit e) {
            return Optional.of(new Movement(String.valueOf(e.getMessage()), List.of(), List.of(), List.of(), view.run(), List.of(),
                    List.of(), List.of()));
        }
    }

    static String inWords(Movement movement) {
        var parts = new ArrayList<String>();
        part(parts, "added", movement.added());
        part(parts, "removed", movement.removed());
        part(parts, "changed", movement.changed());
        return parts.isEmpty() ? "its tasks are the same" : String.join("; ", parts);
    }

    private static void part(List<String> parts, String what, List<?> tasks) {
        if (!tasks.isEmpty()) {
            parts.add(what + " " + tasks.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                    + (tasks.size() > NAMED ? " and " + (tasks.size() - NAMED) + " more" : ""));
        }
    }
}
