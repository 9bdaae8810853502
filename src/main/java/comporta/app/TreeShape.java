package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import java.util.Arrays;
import java.util.BitSet;

/**
 * In which order the tasks of a DAG are shown, and how far to the right: what follows a fork stands one step in, what joins several arms
 * one step back out, and a chain stays in line, so that a long chain does not run out of the screen.
 */
final class TreeShape {
    private static final int DEEPEST = 8;

    private final int[] order;
    private final int[] level;

    private TreeShape(int[] order, int[] level) {
        this.order = order;
        this.level = level;
    }

    static TreeShape of(Dag dag) {
        var graph = DagGraph.of(dag);
        var setups = new BitSet(graph.size());
        var forks = new BitSet(graph.size());
        for (int task = 0; task < graph.size(); task++) {
            for (int setup : graph.setupsOf(task)) {
                setups.set(setup);
            }
            if (Arrays.stream(graph.downstream(task)).filter(below -> !graph.isTeardown(below)).count() > 1) {
                forks.set(task);
            }
        }
        var order = graph.topologicalOrder();
        var level = new int[graph.size()];
        for (int task : order) {
            level[task] = graph.isTeardown(task)
                    ? level[graph.setupsOf(task)[0]]
                    : level(graph.upstream(task), level, setups, forks);
        }
        return new TreeShape(order, level);
    }

    /** Numbers of the tasks, each after its upstream. */
    int[] order() {
        return order;
    }

    /** Steps to the right, 0 to 8. */
    int level(int task) {
        return level[task];
    }

    /** The parent is the deepest task above, and rather one that works than a set-up. */
    private static int level(int[] upstream, int[] level, BitSet setups, BitSet forks) {
        int arms = 0;
        int parent = -1;
        for (int above : upstream) {
            if (parent < 0 || level[above] > level[parent] || (level[above] == level[parent] && setups.get(parent))) {
                parent = above;
            }
            arms += setups.get(above) ? 0 : 1;
        }
        if (parent < 0) {
            return 0;
        }
        return arms > 1 ? Math.max(0, level[parent] - 1) : Math.min(DEEPEST, level[parent] + (forks.get(parent) ? 1 : 0));
    }
}
