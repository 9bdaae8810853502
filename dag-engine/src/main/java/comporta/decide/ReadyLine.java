package comporta.decide;

import java.util.ArrayDeque;

/** Ready tasks of one class in the order in which they became ready. Who is ready no more is taken out when its turn comes. */
final class ReadyLine {
    private final ArrayDeque<Place> line = new ArrayDeque<>();

    private record Place(int node, long number) {}

    /** Whether a task still stands where it was given that number. */
    interface Standing {
        boolean holds(int node, long number);
    }

    void add(int node, long number) {
        line.add(new Place(node, number));
    }

    /** Who has been ready for longest; one must be. */
    int first(Standing standing) {
        while (!standing.holds(line.getFirst().node(), line.getFirst().number())) {
            line.removeFirst();
        }
        return line.getFirst().node();
    }
}
