package comporta.dagfile;

import comporta.dag.DagGraph;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers many times which task comes after which. */
final class Ancestry {
    /** 50 MB of bits for this many tasks; more are looked up one by one. */
    private static final int MOST_AT_ONCE = 20_000;

    private final DagGraph graph;
    private BitSet @Nullable [] above;

    Ancestry(DagGraph graph) {
        this.graph = graph;
    }

    /** Whether {@code task} waits for {@code other}, directly or not. */
    boolean isAbove(int other, int task) {
        if (IntStream.of(graph.upstream(task)).anyMatch(n -> n == other)) {
            return true;
        }
        if (graph.size() > MOST_AT_ONCE || !graph.isAcyclic()) {
            return graph.allUpstream(task).get(other);
        }
        if (above == null) {
            above = all();
        }
        return above[task].get(other);
    }

    /** In topological order each task adds up what its direct upstream has above it. */
    private BitSet[] all() {
        var all = new BitSet[graph.size()];
        for (int task : graph.topologicalOrder()) {
            var set = new BitSet(graph.size());
            for (int direct : graph.upstream(task)) {
                set.set(direct);
                set.or(all[direct]);
            }
            all[task] = set;
        }
        return all;
    }
}
