package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.BackfillPlan;
import java.util.List;
import java.util.Set;

/**
 * What a backfill would do.
 *
 * @param refused why it cannot be done; empty: it can
 * @param items in the order of running, with why some are left out
 * @param tasks those that would run
 */
public record BackfillPreview(DagId dag, String refused, List<BackfillPlan.Item> items, Set<TaskId> tasks, int maxActive) {
    public BackfillPreview {
        items = List.copyOf(items);
    }

    /** How many runs there would be. */
    public long runs() {
        return items.stream().filter(item -> item.leftOut() == null).count();
    }
}
