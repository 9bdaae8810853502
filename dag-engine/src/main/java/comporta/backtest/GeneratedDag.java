package comporta.backtest;

import comporta.forecast.Network;
import comporta.forecast.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A DAG by seed: layers of small tasks, Spark jobs behind machines that boot, models; slots scarce enough that tasks queue. */
final class GeneratedDag {
    /** Seconds of the median night. */
    static final double NIGHT = 16_200;
    static final double BOOT_LEAST = 90;
    static final double BOOT_MORE = 150;
    private static final double SINK = 30;
    private static final double ROOM = 1.25;
    private static final int SMALL_POOL = 3;

    final int size;
    final int boots;
    final double[] median;
    final double[] scale;
    final double[] loading;
    final double[] dataDriven;
    final int[] pools;
    final int[][] above;
    Network net;

    private enum Kind { SMALL, MODEL, SPARK }

    private GeneratedDag(int size, RandomGenerator dice) {
        this.size = size;
        boots = Math.max(2, size / 40);
        median = new double[size];
        scale = new double[size];
        loading = new double[size];
        dataDriven = new double[size];
        pools = new int[size];
        var kinds = new Kind[size];
        var layer = new int[size];
        var parents = new ArrayList<List<Integer>>();
        for (int task = 0; task < size; task++) {
            parents.add(new ArrayList<>());
        }
        layers(layer, dice);
        for (int task = boots; task < size - 1; task++) {
            parents(task, layer, parents, dice);
            kinds[task] = properties(task, dice);
        }
        Arrays.fill(median, 0, boots, BOOT_LEAST + BOOT_MORE);
        boots(layer, kinds, parents, dice);
        int sink = size - 1;
        median[sink] = SINK;
        scale[sink] = 0.1;
        loading[sink] = 1;
        var isParent = new boolean[size];
        parents.forEach(each -> each.forEach(parent -> isParent[parent] = true));
        for (int task = 0; task < sink; task++) {
            if (!isParent[task]) {
                parents.get(sink).add(task);
            }
        }
        above = parents.stream().map(each -> each.stream().mapToInt(Integer::intValue).distinct().toArray()).toArray(int[][]::new);
        net = network(size);
    }

    /** The DAG of a seed, with durations such that the median of its nights takes {@link #NIGHT}, and the fewest slots that leave room. */
    static GeneratedDag of(int size, long seed, int nights, Variant variant) {
        var dag = new GeneratedDag(size, new SplittableRandom(seed));
        for (int round = 0; round < 2; round++) {
            dag.chooseSlots();
            for (int step = 0; step < 3; step++) {
                dag.stretch(NIGHT / median(dag.nights(seed, nights, variant)));
            }
        }
        return dag;
    }

    private static double median(List<GeneratedNight> nights) {
        var ends = nights.stream().mapToDouble(GeneratedNight::end).sorted().toArray();
        return ends[ends.length / 2];
    }

    List<GeneratedNight> nights(long seed, int nights, Variant variant) {
        return GeneratedNight.all(this, new SplittableRandom(seed ^ 0x5DEECE66DL), nights, variant);
    }

    private void layers(int[] layer, RandomGenerator dice) {
        int layers = (int) Math.round(2 * Math.log(size));
        for (int task = boots; task < size - 1; task++) {
            layer[task] = task - boots < layers ? task - boots : dice.nextInt(layers);
        }
        Arrays.sort(layer, boots, size - 1);   // so that parents have the smaller numbers
    }

    private void parents(int task, int[] layer, List<List<Integer>> parents, RandomGenerator dice) {
        if (layer[task] == 0) {
            return;
        }
        parents.get(task).add(pick(layer, layer[task] - 1, layer[task] - 1, dice));
        for (int more = poisson(0.8, dice); more > 0; more--) {
            parents.get(task).add(pick(layer, 0, layer[task] - 1, dice));
        }
    }

    private int pick(int[] layer, int from, int to, RandomGenerator dice) {
        int low = boots;
        while (layer[low] < from) {
            low++;
        }
        int high = low;
        while (high < size - 1 && layer[high] <= to) {
            high++;
        }
        return low + dice.nextInt(high - low);
    }

    private static int poisson(double mean, RandomGenerator dice) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = dice.nextDouble(); product > limit; product *= dice.nextDouble()) {
            count++;
        }
        return count;
    }

    private Kind properties(int task, RandomGenerator dice) {
        double u = dice.nextDouble();
        var kind = u < 0.12 ? Kind.SPARK : u < 0.37 ? Kind.MODEL : Kind.SMALL;
        median[task] = switch (kind) {
            case SPARK -> 720 * Math.exp(0.6 * dice.nextGaussian());
            case MODEL -> 300 * Math.exp(0.7 * dice.nextGaussian());
            case SMALL -> 90 * Math.exp(0.8 * dice.nextGaussian());
        };
        pools[task] = kind == Kind.SMALL && dice.nextDouble() < 0.15 ? 1 : 0;
        scale[task] = dice.nextDouble(0.08, 0.30);
        loading[task] = dice.nextDouble(0.6, 1.4);
        dataDriven[task] = dice.nextDouble() < 0.6 ? dice.nextDouble(0.5, 1.2) : 0;
        return kind;
    }

    private void boots(int[] layer, Kind[] kinds, List<List<Integer>> parents, RandomGenerator dice) {
        int turn = 0;
        for (int task = boots; task < size - 1; task++) {
            if (kinds[task] == Kind.SPARK) {
                int boot = turn % boots;
                if (turn < boots && layer[task] >= 2) {
                    parents.get(boot).add(pick(layer, layer[task] - 2, layer[task] - 2, dice));
                }
                parents.get(task).add(boot);
                turn++;
            }
        }
    }

    private void stretch(double by) {
        for (int task = boots; task < size; task++) {
            median[task] *= by;
        }
        net = network(net.slots(0));
    }

    private void chooseSlots() {
        double critical = Arrays.stream(network(size).tails(median)).max().orElse(0);
        int slots = 1;
        while (slots < size && new Schedule(network(slots)).play((task, _) -> median[task]) > ROOM * critical) {
            slots++;
        }
        net = network(slots);
    }

    private Network network(int slots) {
        var bare = new Network(above, new int[size], Collections.nCopies(size, Network.Demand.NONE), new int[0], Double.POSITIVE_INFINITY);
        var demands = new ArrayList<Network.Demand>();
        for (int task = 0; task < size; task++) {
            demands.add(task < boots
                    ? Network.Demand.NONE
                    : pools[task] > 0 ? new Network.Demand(List.of(0, 1), List.of(1, 1)) : new Network.Demand(List.of(0), List.of(1)));
        }
        return new Network(above, Network.ranks(bare.tails(median)), demands, new int[] {slots, SMALL_POOL}, Double.POSITIVE_INFINITY);
    }
}
