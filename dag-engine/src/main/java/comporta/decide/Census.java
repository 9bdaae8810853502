package comporta.decide;

import comporta.operator.Lease;
import comporta.run.RunState;
import comporta.run.TaskState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many there are of all that is live, for whoever watches a scheduler as a whole.
 *
 * @param runs by state; those that wait for their turn are {@code queued}
 * @param tasks of runs that have begun, by the word of their state; instances of an expanded task are counted one by one, and it is not
 * @param queued of these tasks, those that are ready, by what keeps them from a slot
 * @param leases that are not closed
 * @param leasesAfterRuns those of them whose run is over
 */
public record Census(Map<RunState, Integer> runs, Map<String, Integer> tasks, Map<Reason.Code, Integer> queued, int leases,
        int leasesAfterRuns) {

    /** @param waiting runs that have not begun */
    public static Census of(Collection<RunView> live, int waiting) {
        var runs = new EnumMap<RunState, Integer>(RunState.class);
        var tasks = new TreeMap<String, Integer>();
        var queued = new EnumMap<Reason.Code, Integer>(Reason.Code.class);
        int leases = 0;
        int leasesAfterRuns = 0;
        runs.put(RunState.QUEUED, waiting);
        for (var view : live) {
            var state = view.run().state();
            if (!state.isFinal()) {
                runs.merge(state, 1, Integer::sum);
                for (int node : Nodes.all(view).filter(node -> !Nodes.isSummary(view, node)).toArray()) {
                    tasks.merge(view.instance(node).state().word(), 1, Integer::sum);
                    if (view.instance(node).state() instanceof TaskState.Queued) {
                        queued.merge(state == RunState.PAUSED ? Reason.Code.RUN_PAUSED : UnmetSlots.code(view, node), 1, Integer::sum);
                    }
                }
            }
            int open = (int) view.leases().stream().filter(lease -> lease.state() != Lease.State.CLOSED).count();
            leases += open;
            leasesAfterRuns += state.isFinal() ? open : 0;
        }
        return new Census(runs, tasks, queued, leases, leasesAfterRuns);
    }
}
