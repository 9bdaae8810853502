package comporta.decide;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every limit on what runs at the same time, over all runs: concurrency pools, local processes, tasks of a run, instances
 * of a task. Each is a number of slots; a task asks for slots of several limits at once and gets all or none. A limit is
 * there as long as a run asks for it.
 */
public final class Slots {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private int[] size = new int[8];
    private int[] used = new int[8];
    private int[] askers = new int[8];
    private final BitSet paused = new BitSet();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int takers;

    /** Number of the limit of that name, for one more who asks for it. It has {@code slots} slots from now on: the last word counts. */
    public int limit(String name, int slots) {
        int number = numbers.computeIfAbsent(name, _ -> {
            var again = free.poll();
            int fresh = again == null ? numbers.size() : again;
            if (fresh == size.length) {
                size = Arrays.copyOf(size, fresh * 2);
                used = Arrays.copyOf(used, fresh * 2);
                askers = Arrays.copyOf(askers, fresh * 2);
            }
            return fresh;
        });
        size[number] = slots;
        askers[number]++;
        return number;
    }

    /** One asks for it no more; when nobody does, it is forgotten, and its number goes to a later one. */
    void release(String name) {
        var number = numbers.get(name);
        if (number != null && --askers[number] == 0) {
            numbers.remove(name);
            used[number] = 0;
            paused.clear(number);
            free.add(number);
        }
    }

    /** Takes over other sizes, and which pools are paused. */
    public void resize(Capacity capacity) {
        numbers.forEach((name, number) -> {
            var slots = capacity.slots(name);
            if (slots != null) {
                size[number] = slots;
            }
            paused.set(number, capacity.isPaused(name));
        });
    }

    /** How many tasks hold slots, of whatever limit. */
    public int takers() {
        return takers;
    }

    /** How many limits there are. */
    public int limits() {
        return numbers.size();
    }

    /** Slots in use of the limit of that number. */
    public int used(int limit) {
        return used[limit];
    }

    /** Slots that the limit of that number has. */
    public int size(int limit) {
        return size[limit];
    }

    /** Whether the limit of that number gives no slot at present, however many are free. */
    public boolean isShut(int limit) {
        return paused.get(limit) || size[limit] <= 0;
    }

    /** Whether somebody has paused it. */
    public boolean isPaused(int limit) {
        return paused.get(limit);
    }

    /** Name of the limit of that number. */
    public String name(int limit) {
        return numbers.entrySet().stream()
                .filter(entry -> entry.getValue() == limit)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** The first limit that has too little left for {@code demand}, or -1. A demand beyond the whole size passes on an empty limit. */
    int lacking(Demand demand) {
        for (int i = 0; i < demand.limits().length; i++) {
            int limit = demand.limits()[i];
            if (isShut(limit) || (used[limit] > 0 && used[limit] + demand.slots()[i] > size[limit])) {
                return limit;
            }
        }
        return -1;
    }

    /** Whether one limit has too little left for so many slots. */
    boolean lacks(int limit, int slots) {
        return isShut(limit) || (used[limit] > 0 && used[limit] + slots > size[limit]);
    }

    void take(Demand demand) {
        takers++;
        for (int i = 0; i < demand.limits().length; i++) {
            used[demand.limits()[i]] += demand.slots()[i];
        }
    }

    void giveBack(Demand demand) {
        takers--;
        for (int i = 0; i < demand.limits().length; i++) {
            used[demand.limits()[i]] -= demand.slots()[i];
        }
    }

    /** Slots of several limits. */
    @SuppressWarnings("ArrayRecordComponent")   // never compared, read in the innermost loop
    record Demand(int[] limits, int[] slots) {}
}
