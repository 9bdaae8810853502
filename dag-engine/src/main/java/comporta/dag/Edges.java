package comporta.dag;

import java.util.Arrays;
import java.util.List;

/** Collects edges between numbered tasks, each once. */
final class Edges {
    private final int[] seenFor;
    private int[] found = new int[16];
    private int count;

    Edges(int tasks) {
        seenFor = new int[tasks];
        Arrays.fill(seenFor, -1);
    }

    /** What {@code task} waits for: {@code first}, then what {@code dependencies} mean. */
    int[] into(int task, List<Dependency> dependencies, GroupTree groups, int... first) {
        count = 0;
        for (int above : first) {
            add(above, task);
        }
        for (var dependency : dependencies) {
            switch (dependency) {
                case Dependency.OnTask(var above) -> groups.number(above).ifPresent(n -> add(n, task));
                case Dependency.OnGroup(var group) -> groups.last(group).stream().forEach(n -> add(n, task));
                case Dependency.OnDag _ -> {}
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void add(int above, int task) {
        if (seenFor[above] == task) {
            return;
        }
        seenFor[above] = task;
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = above;
    }

    /** The same edges seen from their other ends. */
    static int[][] reversed(int[][] edges) {
        var degree = new int[edges.length];
        for (var ends : edges) {
            for (int end : ends) {
                degree[end]++;
            }
        }
        var reversed = new int[edges.length][];
        Arrays.setAll(reversed, n -> new int[degree[n]]);
        for (int n = edges.length - 1; n >= 0; n--) {
            for (int end : edges[n]) {
                reversed[end][--degree[end]] = n;
            }
        }
        return reversed;
    }
}
