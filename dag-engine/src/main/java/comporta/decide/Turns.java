package comporta.decide;

import comporta.run.TaskState;
import java.util.Objects;

/**
 * {@code max_parallel}: so many indices of a task or a group are under way at the same time, each from its first try to its end, so that no
 * more machines stand than that. One that is deferred or waits for a retry is under way: it holds no slot, and what it has begun elsewhere
 * goes on. Lower indices go first. An index that has begun goes on.
 */
final class Turns {
    private Turns() {}

    /** Whether the index of an instance whose rule holds may begin, or has. */
    static boolean isItsTurn(Facts facts, int node) {
        int number = facts.plan().indexOf(node) < 0 ? -1 : facts.plan().unitOf(node);
        var unit = number < 0 ? null : facts.plan().units().get(number);
        if (unit == null || !unit.oneByOne()) {
            return true;
        }
        int own = facts.plan().indexOf(node);
        if (hasBegun(facts, unit, own)) {
            return true;
        }
        int before = 0;
        int size = Objects.requireNonNull(facts.expansion(number)).size();
        for (int index = 0; index < size && before < most(unit); index++) {
            if (index != own && !Nodes.isIndexAtRest(facts, unit, index) && (index < own || hasBegun(facts, unit, index))) {
                before++;
            }
        }
        return before < most(unit);
    }

    /** An index has come to its end: those that may follow are asked. */
    static void pass(Draft draft, Unit unit) {
        int number = draft.plan().unitOf(unit.members()[0]);
        int size = Objects.requireNonNull(draft.expansion(number)).size();
        int asked = 0;
        for (int index = 0; index < size && asked < most(unit); index++) {
            if (!Nodes.isIndexAtRest(draft, unit, index) && !hasBegun(draft, unit, index)) {
                asked++;
                for (int task : unit.members()) {
                    draft.affects(draft.plan().node(task, index));
                }
            }
        }
    }

    private static int most(Unit unit) {
        return Objects.requireNonNullElse(unit.expand().maxParallel(), Integer.MAX_VALUE);
    }

    /** A teardown that runs for others' sake is no beginning. */
    private static boolean hasBegun(Facts facts, Unit unit, int index) {
        for (int task : unit.members()) {
            if (facts.plan().isTeardown(task)) {
                continue;
            }
            var instance = facts.instance(facts.plan().node(task, index));
            if (instance.startedAt() != null
                    || !(instance.state() instanceof TaskState.Waiting || instance.state() instanceof TaskState.AtRest)) {
                return true;
            }
        }
        return false;
    }
}
