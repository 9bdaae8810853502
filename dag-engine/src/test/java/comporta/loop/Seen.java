package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.decide.Change;
import comporta.run.DagRun;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What an engine told of a run; tests wait until it is what they look for. */
final class Seen implements Observer {
    private final DagGraph graph;
    private final Map<String, String> states = new TreeMap<>();
    private int over;

    Seen(Dag dag) {
        graph = DagGraph.of(dag);
    }

    @Override
    public synchronized void committed(DagRun run, List<Change> changes) {
        states.put("run", run.state().word());
        changes.forEach(change -> {
            if (change instanceof Change.TaskMoved moved) {
                states.put(graph.task(moved.after().task()).value(), moved.after().state().word());
            }
        });
        notifyAll();
    }

    @Override
    public synchronized void over(RunPicture last) {
        over++;
        notifyAll();
    }

    synchronized int over() {
        return over;
    }

    /** Waits until a task, or {@code run}, is in that state. */
    void await(String what, String state) throws InterruptedException {
        await(now -> state.equals(now.get(what)));
    }

    synchronized void await(Predicate<Map<String, String>> condition) throws InterruptedException {
        while (!condition.test(states)) {
            wait();
        }
    }

    synchronized void awaitOver() throws InterruptedException {
        while (over == 0) {
            wait();
        }
    }
}
