package comporta.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is to be scheduled, as arrays: tasks by number, who waits for whom, which slots each asks for, and who goes first.
 *
 * <p>Slots are those of {@link comporta.decide.Slots}: limits with sizes, and tasks that ask for some of several at once. Tasks that ask
 * for the same form a class. Order is that of {@link comporta.decide.Admission}: by rank (lower first), then ready first, then the smaller
 * number; whoever has been ready for longer than {@code patience} goes first.
 */
public final class Network {
    final int size;
    final int[][] above;
    final int[][] below;
    final int[] rank;
    final int[] classOf;
    final int[][] limits;
    final int[][] amounts;
    final int[] sizes;
    final int[] order;
    final double patience;

    /**
     * A task asks for slots of limits.
     *
     * @param limits numbers of the limits
     * @param amounts how many of each
     */
    public record Demand(List<Integer> limits, List<Integer> amounts) {
        /** Nothing is asked for. */
        public static final Demand NONE = new Demand(List.of(), List.of());

        public Demand {
            limits = List.copyOf(limits);
            amounts = List.copyOf(amounts);
        }
    }

    /**
     * A network.
     *
     * @param above for each task the numbers of those that it waits for
     * @param rank lower goes first; equal ones by readiness
     * @param demands what each task asks for
     * @param sizes slots of each limit; 0 or less: shut
     * @param patience seconds after which a ready task goes before all others
     * @throws IllegalArgumentException when tasks wait for each other in a circle
     */
    public Network(int[][] above, int[] rank, List<Demand> demands, int[] sizes, double patience) {
        this.size = above.length;
        this.above = above;
        this.rank = rank.clone();
        this.sizes = sizes.clone();
        this.patience = patience;
        var classes = demands.stream().distinct().toList();
        classOf = demands.stream().mapToInt(classes::indexOf).toArray();
        limits = classes.stream().map(demand -> ints(demand.limits())).toArray(int[][]::new);
        amounts = classes.stream().map(demand -> ints(demand.amounts())).toArray(int[][]::new);
        below = below(above);
        order = order();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[][] below(int[][] above) {
        var count = new int[above.length];
        for (int[] each : above) {
            for (int task : each) {
                count[task]++;
            }
        }
        var below = new int[above.length][];
        for (int task = 0; task < below.length; task++) {
            below[task] = new int[count[task]];
        }
        for (int task = 0; task < above.length; task++) {
            for (int parent : above[task]) {
                below[parent][below[parent].length - count[parent]--] = task;
            }
        }
        return below;
    }

    private int[] order() {
        var open = new int[size];
        var found = new int[size];
        int known = 0;
        for (int task = 0; task < size; task++) {
            open[task] = above[task].length;
            if (open[task] == 0) {
                found[known++] = task;
            }
        }
        for (int at = 0; at < known; at++) {
            for (int task : below[found[at]]) {
                if (--open[task] == 0) {
                    found[known++] = task;
                }
            }
        }
        if (known < size) {
            throw new IllegalArgumentException((size - known) + " tasks wait for each other in a circle");
        }
        return found;
    }

    /** Number of tasks. */
    public int size() {
        return size;
    }

    /** Slots of a limit. */
    public int slots(int limit) {
        return sizes[limit];
    }

    /** Ranks by the longest way to the end: longer goes first. */
    public static int[] ranks(double[] tails) {
        var numbers = new Integer[tails.length];
        Arrays.setAll(numbers, i -> i);
        Arrays.sort(numbers, Comparator.comparingDouble(i -> -tails[i]));
        var ranks = new int[tails.length];
        for (int place = 1; place < numbers.length; place++) {
            int last = ranks[numbers[place - 1]];
            ranks[numbers[place]] = tails[numbers[place]] == tails[numbers[place - 1]] ? last : last + 1;
        }
        return ranks;
    }

    /** Longest way from the start of each task to the end of all, in the unit of {@code durations}. */
    public double[] tails(double[] durations) {
        var tails = new double[size];
        for (int at = size - 1; at >= 0; at--) {
            int task = order[at];
            double longest = 0;
            for (int child : below[task]) {
                longest = Math.max(longest, tails[child]);
            }
            tails[task] = durations[task] + longest;
        }
        return tails;
    }
}
