package comporta.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which slots the tasks of a run ask for, for whoever plays its rest: limits by number, and what other runs leave of each.
 *
 * @param limits for each task, numbers of its limits
 * @param amounts for each task, how many slots of each
 * @param sizes slots of each limit that are not held by other runs; 0: it gives none
 */
public record SlotsAsked(List<List<Integer>> limits, List<List<Integer>> amounts, List<Integer> sizes) {
    public SlotsAsked {
        limits = List.copyOf(limits);
        amounts = List.copyOf(amounts);
        sizes = List.copyOf(sizes);
    }

    /** As things stand. */
    public static SlotsAsked of(RunView view) {
        var slots = view.slots();
        var demands = view.demands();
        int most = 0;
        for (int demand = 0; demand < demands.classes(); demand++) {
            for (int limit : demands.of(demand).limits()) {
                most = Math.max(most, limit + 1);
            }
        }
        var own = new int[most];
        view.instances().filter(node -> RunView.holdsSlots(view.instance(node))).forEach(node -> {
            var demand = demands.of(demands.classOf(node));
            for (int i = 0; i < demand.limits().length; i++) {
                own[demand.limits()[i]] += demand.slots()[i];
            }
        });
        var sizes = new ArrayList<Integer>();
        for (int limit = 0; limit < most; limit++) {
            // others give theirs back some day: one slot is always to be had of a limit that is open
            sizes.add(slots.isShut(limit) ? 0 : Math.max(1, slots.size(limit) - (slots.used(limit) - own[limit])));
        }
        var limits = new ArrayList<List<Integer>>();
        var amounts = new ArrayList<List<Integer>>();
        for (int task = 0; task < view.plan().size(); task++) {
            var demand = demands.of(demands.classOf(task));
            limits.add(Arrays.stream(demand.limits()).boxed().toList());
            amounts.add(Arrays.stream(demand.slots()).boxed().toList());
        }
        return new SlotsAsked(limits, amounts, sizes);
    }
}
