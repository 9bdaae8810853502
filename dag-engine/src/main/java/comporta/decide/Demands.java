package comporta.decide;

import comporta.dag.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which slots the tasks of a run ask for, and classes of tasks that ask for the same ones. */
final class Demands {
    private final Slots slots;
    private final List<Slots.Demand> classes = new ArrayList<>();
    private final int[] classOf;
    /** Each counts once as asked for by this run, whoever of its tasks does. */
    private final Map<String, Integer> asked = new HashMap<>();

    Demands(Plan plan, long run, Slots slots, Capacity capacity) {
        this.slots = slots;
        this.classOf = new int[plan.size()];
        var numbers = new HashMap<List<Integer>, Integer>();
        for (int i = 0; i < plan.size(); i++) {
            var wanted = demand(plan, run, plan.task(i), capacity);
            classOf[i] = numbers.computeIfAbsent(wanted, key -> {
                classes.add(new Slots.Demand(every(key, 0), every(key, 1)));
                return classes.size() - 1;
            });
        }
        slots.resize(capacity);   // a limit that is new here may be of a pool that is paused
    }

    private List<Integer> demand(Plan plan, long run, Task task, Capacity capacity) {
        var wanted = new ArrayList<Integer>();
        add(wanted, Capacity.ofPool(task.pool()), capacity, task.poolSlots());
        if (capacity.isLocal().test(task)) {
            add(wanted, Capacity.LOCAL_PROCESSES, capacity, 1);
        }
        var ofRun = plan.dag().maxActiveTasks();
        if (ofRun != null && !task.isTeardown()) {
            add(wanted, "max_active_tasks of run " + run, ofRun, 1);
        }
        var ofTask = task.maxActive();
        if (ofTask != null) {
            add(wanted, "max_active of " + plan.dag().id() + "/" + task.id(), ofTask, 1);
        }
        groups(wanted, plan, run, task);
        if (!task.isTeardown()) {
            plan.bounds().forEach(limit -> add(wanted, limit, capacity, 1));
        }
        return wanted;
    }

    /** The run asks for nothing any more. */
    void drop() {
        asked.keySet().forEach(slots::release);
        asked.clear();
    }

    /** A teardown never waits for those whose machines it is to give back. */
    private void groups(List<Integer> wanted, Plan plan, long run, Task task) {
        var expanded = plan.unitOf(plan.graph().number(task.id()));
        var unit = expanded < 0 ? null : plan.units().get(expanded);
        if (unit != null && unit.expand().maxParallel() != null && !unit.oneByOne()) {
            add(wanted, "max_parallel of run " + run + "/" + task.id(), unit.expand().maxParallel(), 1);
        }
        if (task.isTeardown()) {
            return;
        }
        for (var id = task.group(); id != null; ) {
            var group = plan.dag().groups().get(id);
            if (group == null) {
                return;
            }
            if (group.maxActive() != null) {
                add(wanted, "max_active of group " + plan.dag().id() + "/" + id, group.maxActive(), 1);
            }
            id = group.parent();
        }
    }

    private void add(List<Integer> wanted, String limit, Capacity capacity, int count) {
        wanted.add(asked.computeIfAbsent(limit, name -> slots.limit(name, Objects.requireNonNull(capacity.slots(name)))));
        wanted.add(count);
    }

    private void add(List<Integer> wanted, String limit, int size, int count) {
        wanted.add(asked.computeIfAbsent(limit, name -> slots.limit(name, size)));
        wanted.add(count);
    }

    private static int[] every(List<Integer> pairs, int offset) {
        var values = new int[pairs.size() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = pairs.get(2 * i + offset);
        }
        return values;
    }

    int classes() {
        return classes.size();
    }

    int classOf(int node) {
        return classOf[node < classOf.length ? node : node % classOf.length];
    }

    Slots.Demand of(int demandClass) {
        return classes.get(demandClass);
    }
}
