package comporta.decide;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every limit on what runs at the same time, over all runs: concurrency pools, local processes, tasks of a run, instances of a task. Each is
 * a number of slots; a task asks for slots of several limits at once and gets all or none.
 */
public final class Slots {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private int[] size = new int[8];
    private int[] used = new int[8];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /** Number of the limit of that name, which is made with {@code slots} slots when it is new. */
    public int limit(String name, int slots) {
        return numbers.computeIfAbsent(name, _ -> {
            var again = free.poll();
            int number = again == null ? numbers.size() : again;
            if (number == size.length) {
                size = Arrays.copyOf(size, number * 2);
                used = Arrays.copyOf(used, number * 2);
            }
            size[number] = slots;
            return number;
        });
    }

    /** Forgets a limit that nobody asks for any more; its number goes to a later one. Unknown names are no mistake. */
    void drop(String name) {
        var number = numbers.remove(name);
        if (number != null) {
            used[number] = 0;
            free.add(number);
        }
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
            if (used[limit] > 0 && used[limit] + demand.slots()[i] > size[limit]) {
                return limit;
            }
            if (size[limit] == 0) {
                return limit;
            }
        }
        return -1;
    }

    void take(Demand demand) {
        for (int i = 0; i < demand.limits().length; i++) {
            used[demand.limits()[i]] += demand.slots()[i];
        }
    }

    void giveBack(Demand demand) {
        for (int i = 0; i < demand.limits().length; i++) {
            used[demand.limits()[i]] -= demand.slots()[i];
        }
    }

    /** Slots of several limits. */
    @SuppressWarnings("ArrayRecordComponent")   // never compared, read in the innermost loop
    record Demand(int[] limits, int[] slots) {}
}
