package comporta.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The way of one stack from what stands to what its file says, in the order in which it is gone. Made of values alone; asked again after half
 * of it was done, it is the other half.
 *
 * @param steps none: nothing is to be done
 */
public record ClusterPlan(String stack, List<Step> steps) {
    /** How many versions are remembered, for reverts on later days. */
    private static final int REMEMBERED = 10;

    public ClusterPlan {
        steps = List.copyOf(steps);
    }

    /** Which machines are meant. */
    public record Scope(boolean all, String role) {
        /** All of a stack. */
        public static final Scope ALL = new Scope(true, "");

        /** Masters only. */
        public static final Scope MASTERS = new Scope(false, Stack.MASTER);

        /** Machines of that slave type. */
        public static Scope of(String slaveType) {
            return new Scope(false, slaveType);
        }

        boolean has(String candidate) {
            return all || role.equals(candidate);
        }
    }

    /** To what the file says, at the versions that the stack has. */
    public static ClusterPlan update(Stack stack, Seen seen, Scope scope) {
        var wall = seen.wall();
        var steps = new ArrayList<Step>();
        if (wall == null) {
            steps.add(new Step.MakeWall(stack.name(), new TreeSet<>(stack.allow())));
            steps.add(new Step.Note(List.of(stack.mesos())));
        } else {
            wall(stack, wall, steps);
            if (wall.versions().isEmpty()) {
                steps.add(new Step.Note(List.of(stack.mesos())));
            }
        }
        stack.roles().stream().filter(scope::has).forEach(role -> role(stack, seen, role, present(stack, seen, role), steps));
        return new ClusterPlan(stack.name(), steps);
    }

    /**
     * To another version of Mesos, masters first; all else stays as it is.
     *
     * @throws IllegalArgumentException when nothing stands that could be upgraded
     */
    public static ClusterPlan upgrade(Stack stack, Seen seen, String version, Scope scope) {
        var wall = seen.wall();
        if (wall == null) {
            throw new IllegalArgumentException("stack " + stack.name() + " does not stand yet. comporta cluster create " + stack.name() + " makes it");
        }
        var steps = new ArrayList<Step>();
        if (!seen.version().equals(Optional.of(version))) {
            var versions = new LinkedHashSet<>(List.of(version));
            versions.addAll(wall.versions());
            steps.add(new Step.Note(versions.stream().limit(REMEMBERED).toList()));
        }
        stack.roles().stream().filter(scope::has).forEach(role -> role(stack, seen, role, version, steps));
        return new ClusterPlan(stack.name(), steps);
    }

    /**
     * Back to the version before the last.
     *
     * @throws IllegalArgumentException when none is on record
     */
    public static ClusterPlan revert(Stack stack, Seen seen) {
        var before = seen.versionBefore().orElseThrow(() -> new IllegalArgumentException(
                "stack " + stack.name() + " has no version before " + seen.version().orElse("its first") + " on record: there is nothing to go back to"));
        return upgrade(stack, seen, before, Scope.ALL);
    }

    /** What the machines of a role have, so that an update of something else upgrades nothing; where they differ, what the stack is on its way to. */
    private static String present(Stack stack, Seen seen, String role) {
        var group = stack.slaveType(role).map(Stack.SlaveType::group).map(each -> seen.groups().get(each.name()));
        var versions = Stream.concat(seen.of(role).stream().map(Seen.Machine::version), group.stream().map(Seen.Group::version)).distinct().toList();
        return versions.size() == 1 ? versions.getFirst() : seen.version().orElse(stack.mesos());
    }

    private static void wall(Stack stack, Seen.Wall wall, List<Step> steps) {
        var open = new TreeSet<>(stack.allow());
        open.removeAll(wall.allow());
        var shut = new TreeSet<>(wall.allow());
        stack.allow().forEach(shut::remove);
        if (!open.isEmpty() || !shut.isEmpty()) {
            steps.add(new Step.MoveWall(open, shut));
        }
    }

    private static void role(Stack stack, Seen seen, String role, String version, List<Step> steps) {
        var type = stack.slaveType(role);
        if (type.isEmpty()) {
            masters(stack, seen, version, steps);
        } else if (type.get().group() == null) {
            agents(stack, seen, type.get(), version, steps);
        } else {
            group(stack, seen, type.get(), type.get().group(), version, steps);
        }
    }

    /** The leader comes last: else each of its successors would lead for a moment. */
    private static void masters(Stack stack, Seen seen, String version, List<Step> steps) {
        var replaced = new ArrayList<Step>();
        for (int number = 1; number <= stack.addresses().size(); number++) {
            var make = stack.isOnOne() ? Make.single(stack, version) : Make.master(stack, number, version);
            machine(seen, make, steps, replaced);
        }
        replaced.sort(Comparator.comparing(step -> step instanceof Step.Replace replace && replace.machine().address().equals(seen.leader())));
        steps.addAll(replaced);
        surplus(seen, Stack.MASTER, stack.addresses().size(), steps);
    }

    private static void agents(Stack stack, Seen seen, Stack.SlaveType type, String version, List<Step> steps) {
        var replaced = new ArrayList<Step>();
        for (int number = 1; number <= type.nodes(); number++) {
            machine(seen, Make.agent(stack, type, number, version), steps, replaced);
        }
        steps.addAll(replaced);
        surplus(seen, type.name(), type.nodes(), steps);
    }

    private static void machine(Seen seen, Make make, List<Step> missing, List<Step> replaced) {
        var there = seen.of(make.role()).stream().filter(machine -> machine.number() == make.number()).toList();
        if (there.isEmpty()) {
            missing.add(new Step.Start(make));
        } else if (!there.getFirst().make().equals(make.digest())) {
            replaced.add(new Step.Replace(there.getFirst(), make));
        }
        there.stream().skip(1).forEach(twin -> replaced.add(new Step.End(twin)));   // of a start that was thought to be lost
    }

    private static void surplus(Seen seen, String role, int wanted, List<Step> steps) {
        seen.of(role).reversed().stream().filter(machine -> machine.number() > wanted).forEach(machine -> steps.add(new Step.End(machine)));
    }

    private static void group(Stack stack, Seen seen, Stack.SlaveType type, Stack.Group group, String version, List<Step> steps) {
        var make = Make.agent(stack, type, 0, version);
        var there = seen.groups().get(group.name());
        if (there == null || !there.make().equals(make.digest()) || there.min() != group.min() || there.max() != group.max()) {
            steps.add(new Step.SetGroup(type, group, make, there == null));
        }
        if (there != null) {
            there.machines().forEach((machine, made) -> {
                if (!made.equals(make.digest())) {
                    steps.add(new Step.Refresh(group, machine, there.version(), version));
                }
            });
        }
    }
}
