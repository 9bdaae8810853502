package comporta.decide;

import comporta.run.RunState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks all interleavings of a small DAG breadth first, so that what it finds has a shortest path. */
final class Explorer {
    private static final int EVERY = 512;
    private static final int FAR_ENOUGH = 400;

    private final SmallDag dag;
    private final int most;
    private final boolean asksForEnds;
    private final Walk walk;
    private final Hashes seen = new Hashes();
    private final ArrayDeque<Place> frontier = new ArrayDeque<>();
    private long moves;
    private long ends;

    /** How a state was reached. */
    private record Step(@Nullable Step before, Move move) {
        private String path() {
            var moves = new ArrayList<String>();
            for (@Nullable Step step = this; step != null; step = step.before) {
                moves.add(step.move.toString());
            }
            Collections.reverse(moves);
            return moves.stream().map(move -> "  " + move).collect(Collectors.joining("\n"));
        }
    }

    private record Place(Step reached, Snapshot state) {}

    /** What was walked. */
    record Tally(String dag, int states, long moves, long ends, boolean isWhole) {}

    /**
     * @param most states to be seen at most
     * @param asksForEnds whether from some of the states the way to the end is walked too; what is found there has no shortest path
     */
    Explorer(SmallDag dag, int most, boolean asksForEnds, Deciding deciding, Coverage coverage) {
        this.dag = dag;
        this.most = most;
        this.asksForEnds = asksForEnds;
        this.walk = new Walk(dag, deciding, coverage);
    }

    /** Walks until no state is new, or there are too many. Throws AssertionError with the path to what must not be. */
    Tally explore() {
        var first = new Step(null, new Move("the run begins", ""));
        take(first, walk.begin());
        while (!frontier.isEmpty() && seen.size() < most) {
            var place = frontier.remove();
            long before = moves;
            try {
                walk.from(place.state(), (move, next) -> {
                    moves++;
                    take(new Step(place.reached(), move), next);
                });
                if (walk.isAtItsEnd(place.state())) {
                    ends++;
                    walk.checkEnd(place.state());
                } else if (moves == before && place.state().run().state() != RunState.PAUSED) {
                    throw new AssertionError("nothing is left to happen");
                }
            } catch (Walk.Fallen e) {
                throw failed(new Step(place.reached(), e.move()), e);
            } catch (AssertionError e) {
                throw failed(place.reached(), e);
            }
        }
        return new Tally(dag.name, seen.size(), moves, ends, frontier.isEmpty());
    }

    private void take(Step step, Snapshot state) {
        long hash = state.hash(dag.plan);
        if (seen.add(hash)) {
            frontier.add(new Place(step, state));
            if (asksForEnds && hash % EVERY == 0) {
                comesToAnEnd(step, state);
            }
        }
    }

    /** Where nothing more goes wrong and nobody wishes anything, a run comes to its end, whatever happened before. */
    private void comesToAnEnd(Step step, Snapshot from) {
        var calm = new Calm(walk);
        try {
            calm.toTheEnd(from, FAR_ENOUGH);
        } catch (Walk.Fallen | AssertionError e) {
            throw new AssertionError(dag + ": " + e.getMessage() + ", after\n" + step.path() + "\nand then\n" + calm.path(), e);
        }
    }

    private AssertionError failed(Step at, Throwable why) {
        return new AssertionError(dag + ": " + why.getMessage() + ", after\n" + at.path(), why);
    }

    /** All that was walked, in a table. */
    static String table(List<Tally> tallies) {
        return tallies.stream().map(tally -> "%-40s %,10d states %,12d moves %,9d ends%s".formatted(
                tally.dag(), tally.states(), tally.moves(), tally.ends(), tally.isWhole() ? "" : " (not whole)"))
                .collect(Collectors.joining("\n"));
    }
}
