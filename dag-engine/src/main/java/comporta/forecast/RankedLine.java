package comporta.forecast;

import java.util.Arrays;

/** Ready tasks of one class: the smallest rank first, and of equal ones who came first; allocates nothing after it was made. */
final class RankedLine {
    private static final int WORD = Long.SIZE;

    /** Of each member its place among the ranks of the class; indexed by task. */
    private final int[] placeOf;
    /** Whoever has a rank waits in a line of its own, first come first served: of place p from {@code base[p]} on. */
    private final int[] line;
    private final int[] base;
    private final int[] head;
    private final int[] tail;
    /** Bit p: somebody of that place waits. */
    private final long[] taken;
    /** No word before this one has a bit. */
    private int low;
    private int size;

    /**
     * An empty line.
     *
     * @param members tasks that may come, each once between two calls of {@link #clear}
     * @param rank by task
     */
    RankedLine(int[] members, int[] rank) {
        int[] ranks = Arrays.stream(members).map(task -> rank[task]).sorted().distinct().toArray();
        placeOf = new int[rank.length];
        line = new int[members.length];
        base = new int[ranks.length + 1];
        head = new int[ranks.length];
        tail = new int[ranks.length];
        taken = new long[ranks.length / WORD + 1];
        for (int task : members) {
            placeOf[task] = Arrays.binarySearch(ranks, rank[task]);
            base[placeOf[task] + 1]++;
        }
        for (int place = 0; place < ranks.length; place++) {
            base[place + 1] += base[place];
        }
        clear();
    }

    void clear() {
        System.arraycopy(base, 0, head, 0, head.length);
        System.arraycopy(base, 0, tail, 0, tail.length);
        Arrays.fill(taken, 0);
        low = 0;
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int task) {
        int place = placeOf[task];
        line[tail[place]++] = task;
        taken[place / WORD] |= 1L << place;
        low = Math.min(low, place / WORD);
        size++;
    }

    /** Who goes first; never asked of an empty line. */
    int first() {
        while (taken[low] == 0) {
            low++;
        }
        return line[head[low * WORD + Long.numberOfTrailingZeros(taken[low])]];
    }

    /** Takes one out, wherever it stands. */
    void remove(int task) {
        int place = placeOf[task];
        int at = head[place];
        while (line[at] != task) {
            at++;
        }
        if (at > head[place]) {
            System.arraycopy(line, head[place], line, head[place] + 1, at - head[place]);
        }
        if (++head[place] == tail[place]) {
            taken[place / WORD] &= ~(1L << place);
        }
        size--;
    }
}
