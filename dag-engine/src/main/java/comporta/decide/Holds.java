package comporta.decide;

import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.TaskEvent;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a task back whose rule holds: a breakpoint, its past, other DAGs. It goes on waiting, without a slot. A teardown is never kept
 * back: machines are paid for meanwhile.
 */
public final class Holds {
    private Holds() {}

    /** One thing that keeps a task back. */
    public sealed interface Hold {
        /** For people. */
        String words();

        /** Somebody wants to look before it starts. */
        record Breakpoint() implements Hold {
            @Override
            public String words() {
                return "breakpoint";
            }
        }

        /**
         * Something in other runs.
         *
         * @param until the task fails then; null: it waits for ever
         */
        record Outside(Awaited awaited, Standing standing, @Nullable Instant until) implements Hold {
            @Override
            public String words() {
                return standing.words();
            }
        }
    }

    /** Everything that keeps a task back, or will once its rule holds; nothing for one that has started. */
    public static List<Hold> of(Facts facts, int node) {
        var state = facts.instance(node).state();
        var holds = new ArrayList<Hold>();
        if (facts.plan().isTeardown(node) || !(state instanceof TaskState.Waiting || state instanceof TaskState.Queued)) {
            return holds;
        }
        if (hasBreakpoint(facts, node)) {
            holds.add(new Hold.Breakpoint());
        }
        if (!isBypassed(facts, node)) {
            for (var wait : facts.plan().waits(node)) {
                var standing = facts.standing(wait.awaited());
                if (!standing.isMet()) {
                    holds.add(new Hold.Outside(wait.awaited(), standing, until(facts.instance(node), wait)));
                }
            }
        }
        return holds;
    }

    /** One entry of what a task waits for in other runs. */
    record Wait(Awaited awaited, @Nullable Duration within) {}

    /** The clock of {@code within} runs as soon as nothing else is waited for. */
    private static @Nullable Instant until(TaskInstance instance, Wait wait) {
        var since = instance.readyAt();
        return wait.within() == null || since == null || !(instance.state() instanceof TaskState.Waiting)
                ? null
                : since.plus(wait.within());
    }

    static boolean isHeld(Facts facts, int node) {
        if (facts.plan().isTeardown(node)) {
            return false;
        }
        return hasBreakpoint(facts, node) || (!isBypassed(facts, node) && isOutside(facts, node));
    }

    private static boolean isOutside(Facts facts, int node) {
        for (var wait : facts.plan().waits(node)) {
            if (!facts.standing(wait.awaited()).isMet()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBreakpoint(Facts facts, int node) {
        return facts.order(node).breakpoint() || facts.order(facts.plan().taskOf(node)).breakpoint();
    }

    private static boolean isBypassed(Facts facts, int node) {
        return facts.order(node).bypass() || facts.order(facts.plan().taskOf(node)).bypass();
    }

    /** When it has been waited for too long; null: never. */
    static @Nullable Instant dueAt(Facts facts, int node) {
        Instant due = null;
        if (facts.plan().waits(node).isEmpty() || facts.instance(node).readyAt() == null) {
            return null;
        }
        for (var hold : of(facts, node)) {
            if (hold instanceof Hold.Outside outside && outside.until() != null && (due == null || outside.until().isBefore(due))) {
                due = outside.until();
            }
        }
        return due;
    }

    /** Whether a task whose rule holds may start now. If not, its clock runs from here on; and if that has run out, it fails. */
    static boolean letPass(Draft draft, int node) {
        if (!isHeld(draft, node)) {
            return true;
        }
        if (draft.plan().waits(node).stream().anyMatch(wait -> wait.within() != null)) {
            draft.happen(node, new TaskEvent.Held());
        }
        for (var hold : of(draft, node)) {
            if (hold instanceof Hold.Outside outside && outside.until() != null && !outside.until().isAfter(draft.now())) {
                Tries.stop(draft, node, new TaskEvent.StopAsked(tooLate(draft, node, outside)), false);
                break;
            }
        }
        return false;
    }

    private static Afterwards tooLate(Draft draft, int node, Hold.Outside outside) {
        var reason = "waited longer than within allows; " + outside.words();
        return draft.plan().task(node).skipOn().contains("timeout")
                ? new Afterwards.Skip(reason)
                : new Afterwards.Fail(Cause.TIMEOUT, reason, false);
    }
}
