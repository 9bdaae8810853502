package comporta.decide;

import java.util.ArrayList;
import java.util.List;

/** The way on from a state when nothing goes wrong any more: what is under way is carried out first, and time passes last. */
final class Calm {
    private final Walk walk;
    private final List<String> path = new ArrayList<>();

    /** The most patient of the moves that are possible. */
    private static final class Choice {
        private int best = Integer.MAX_VALUE;
        private Move move = new Move("", "");
        private Snapshot next;

        private Choice(Snapshot here) {
            next = here;
        }

        private void offer(Move what, Snapshot to) {
            int patience = patience(what);
            if (patience < best) {
                best = patience;
                move = what;
                next = to;
            }
        }

        private static int patience(Move move) {
            return switch (move.deed()) {
                case "answer" -> 0;
                case "takes it", "obeys", "looks", "gives it back" -> 1;
                case "tells its end" -> 2;
                case "wish" -> String.valueOf(move.of()).startsWith("RESUME") ? 3 : Integer.MAX_VALUE;
                case "other runs end well", "ends well", "ends well, with two items" -> 4;
                case "a reminder is due" -> 5;
                case "a clock runs out" -> 6;
                default -> Integer.MAX_VALUE;
            };
        }
    }

    Calm(Walk walk) {
        this.walk = walk;
    }

    void toTheEnd(Snapshot from, int most) {
        var here = without(from);
        for (int i = 0; !walk.isAtItsEnd(here); i++) {
            var choice = new Choice(here);
            walk.from(here, choice::offer);
            if (choice.best == Integer.MAX_VALUE || i > most) {
                throw new AssertionError("the run does not come to its end");
            }
            path.add("  " + choice.move);
            here = choice.next;
        }
        walk.checkEnd(here);
    }

    /** No mishap is left, and whoever may pause a run can resume it. */
    private Snapshot without(Snapshot from) {
        return new Snapshot(
                from.now(), from.run(), from.instances(), from.expansions(), from.launches(), from.outputs(), from.leases(), from.used(),
                from.jobs(), from.pending(), from.letters(), from.wishesLeft() | walk.resumes(), Mishaps.NONE, from.orders(), from.met());
    }

    String path() {
        return String.join("\n", path.subList(0, Math.min(60, path.size())));
    }
}
