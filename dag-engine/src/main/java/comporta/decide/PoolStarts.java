package comporta.decide;

import comporta.dag.DagGraph;
import comporta.dag.NodePools;
import comporta.dag.Task;
import comporta.dag.TriggerRule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which set-ups bring machines up just in time, and whom they look at for that. Of expanded ones none does: each index begins in its turn.
 */
final class PoolStarts {
    private final DagGraph graph;
    private final BitSet timed = new BitSet();
    private final BitSet early = new BitSet();
    private final int[][] concerned;
    private final int[][] teardowns;

    PoolStarts(DagGraph graph, Task[] tasks, int[] unitOf) {
        this.graph = graph;
        concerned = new int[tasks.length][];
        teardowns = new int[tasks.length][];
        Arrays.fill(concerned, new int[0]);
        Arrays.fill(teardowns, new int[0]);
        if (Arrays.stream(tasks).noneMatch(NodePools::isJustInTime)) {
            return;
        }
        for (int setup = 0; setup < tasks.length; setup++) {
            if (NodePools.isJustInTime(tasks[setup]) && unitOf[setup] < 0 && !graph.isTeardown(setup)) {
                timed.set(setup);
                early.set(setup, isFree(tasks, setup));
                watch(setup);
            }
        }
        for (int teardown = 0; teardown < tasks.length; teardown++) {
            if (graph.isTeardown(teardown)
                    && IntStream.of(graph.setupsOf(teardown)).anyMatch(setup -> NodePools.isJustInTime(tasks[setup]))) {
                int here = teardown;
                IntStream.concat(IntStream.of(graph.setupsOf(teardown)), IntStream.of(graph.scopeOf(teardown)))
                        .forEach(task -> teardowns[task] = with(teardowns[task], here));
            }
        }
    }

    /** Nothing hangs on what it waits for but when it begins: whoever waits for it waits for all of that, too. */
    private boolean isFree(Task[] tasks, int setup) {
        var consumers = consumers(setup);
        return tasks[setup].triggerRule() == TriggerRule.ALL_SUCCESS && tasks[setup].when() == null && graph.upstream(setup).length > 0
                && consumers.length > 0 && IntStream.of(graph.upstream(setup)).noneMatch(above -> isAsked(tasks[above]))
                && IntStream.of(consumers).allMatch(consumer -> tasks[consumer].triggerRule() == TriggerRule.ALL_SUCCESS
                        && IntStream.of(graph.upstream(setup)).allMatch(above -> contains(graph.upstream(consumer), above)));
    }

    /** What may well say no is waited for before machines are paid for. */
    private static boolean isAsked(Task above) {
        return Gates.isGate(above) || above.operator().equals("approval") || above.operator().equals("sensor");
    }

    private void watch(int setup) {
        var watched = new TreeSet<Integer>();
        IntStream.of(graph.upstream(setup)).forEach(watched::add);
        for (int consumer : consumers(setup)) {
            watched.add(consumer);
            IntStream.of(graph.upstream(consumer)).filter(above -> above != setup).forEach(watched::add);
        }
        watched.forEach(task -> concerned[task] = with(concerned[task], setup));
    }

    private static int[] with(int[] some, int one) {
        var more = Arrays.copyOf(some, some.length + 1);
        more[some.length] = one;
        return more;
    }

    private static boolean contains(int[] all, int one) {
        return IntStream.of(all).anyMatch(each -> each == one);
    }

    /** Whether a task brings machines up that are to be there when its first consumer is ready. */
    boolean isTimed(int task) {
        return timed.get(task);
    }

    /** Those that are. */
    IntStream timed() {
        return timed.stream();
    }

    /** Whether it may do so before what it waits for is at rest. */
    boolean mayBeEarly(int task) {
        return early.get(task);
    }

    /** Who waits for a set-up directly, teardowns left out. */
    int[] consumers(int setup) {
        return IntStream.of(graph.downstream(setup)).filter(task -> !graph.isTeardown(task)).toArray();
    }

    /** The set-ups for which it matters how a task stands. */
    int[] concerned(int task) {
        return concerned[task];
    }

    /** The teardowns of machines on which a task may run. */
    int[] teardowns(int task) {
        return teardowns[task];
    }
}
