package comporta.dag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** One shortest cycle for each knot of tasks that wait for each other. */
final class Cycles {
    private Cycles() {}

    /** Each as its members in the order of the edges, beginning with the lowest number; ordered by that. */
    static List<int[]> in(int[][] edges) {
        Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        for (int n = 0; n < edges.length; n++) {
            graph.addVertex(n);
        }
        for (int n = 0; n < edges.length; n++) {
            for (int next : edges[n]) {
                graph.addEdge(n, next);
            }
        }
        return new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream()
                        .filter(knot -> knot.size() > 1 || graph.containsEdge(knot.iterator().next(), knot.iterator().next()))
                        .map(knot -> shortest(graph, knot))
                        .sorted(Comparator.comparingInt(cycle -> cycle[0]))
                        .toList();
    }

    private static int[] shortest(Graph<Integer, DefaultEdge> graph, Set<Integer> knot) {
        int first = Collections.min(knot);
        List<Integer> best = List.of();
        for (var edge : graph.outgoingEdgesOf(first)) {
            int next = graph.getEdgeTarget(edge);
            if (next == first) {
                return new int[] {first};
            }
            var back = knot.contains(next) ? BFSShortestPath.findPathBetween(graph, next, first) : null;
            if (back != null && (best.isEmpty() || back.getVertexList().size() < best.size())) {
                best = back.getVertexList();
            }
        }
        var cycle = new ArrayList<>(best);
        Collections.rotate(cycle, 1);
        return cycle.stream().mapToInt(n -> n).toArray();
    }
}
