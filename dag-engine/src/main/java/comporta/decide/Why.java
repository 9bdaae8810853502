package comporta.decide;

import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a task instance stands where it stands, until when, and what would free it.
 *
 * @param task what people call it: {@code score}, {@code score[churn]}
 * @param state its state in the word that users see
 * @param reasons every condition that is not met; empty for one that runs or is at rest by itself
 * @param chain the tasks that it waits for, from the nearest to the one that everything hangs on
 * @param whatIf at most three, the soonest first
 */
public record Why(String task, String state, Phrase summary, List<Reason> reasons, List<Link> chain, List<WhatIf> whatIf) {
    private static final int LONGEST_CHAIN = 50;
    private static final int MOST_WHAT_IFS = 3;

    public Why {
        reasons = List.copyOf(reasons);
        chain = List.copyOf(chain);
        whatIf = List.copyOf(whatIf);
    }

    /**
     * One of those who are waited for.
     *
     * @param p50 its likely end; null: nobody knows
     */
    public record Link(String task, String state, Phrase reason, @Nullable Instant p50) {}

    /**
     * What would be otherwise.
     *
     * @param startsAt when the task would start then; null: nobody knows
     * @param deed null: nothing that can be done from here
     */
    public record WhatIf(Phrase change, @Nullable Instant startsAt, @Nullable Deed deed) {}

    /** Of one node. */
    public static Why of(Situation situation, int node) {
        var view = situation.view();
        var reasons = Unmet.of(situation, node);
        return new Why(
                Nodes.name(view, node), view.instance(node).state().word(), Summing.up(situation, node, reasons), reasons,
                chain(situation, node),
                whatIf(situation, reasons));
    }

    /** Of what a person calls {@code score}, {@code score[churn]} or by the name of a group; empty: nothing here is called so. */
    public static List<Why> of(Situation situation, String name) {
        try {
            return Chosen.nodes(situation.view(), List.of(name)).stream().map(node -> of(situation, (int) node)).toList();
        } catch (Chosen.Unknown e) {
            return List.of();
        }
    }

    /** Of every node that waits for something, in order. What is expanded is answered for by its instances. */
    public static List<Why> ofWaiting(Situation situation) {
        var view = situation.view();
        return Nodes.all(view)
                .filter(node -> !view.instance(node).isAtRest() && !Nodes.isSummary(view, node) && !isDropped(view, node))
                .mapToObj(node -> of(situation, node))
                .filter(why -> !why.reasons().isEmpty())
                .toList();
    }

    private static boolean isDropped(RunView view, int node) {
        return view.plan().indexOf(node) >= 0 && !Nodes.isSummedUp(view, node);
    }

    private static List<Link> chain(Situation situation, int node) {
        var view = situation.view();
        var chain = new ArrayList<Link>();
        var at = last(situation, node);
        while (at != null && chain.size() < LONGEST_CHAIN) {
            var reasons = Unmet.of(situation, at);
            chain.add(new Link(
                    Nodes.name(view, at), view.instance(at).state().word(), Summing.up(situation, at, reasons),
                    situation.likelyEnd(view, at)));
            at = last(situation, at);
        }
        return chain;
    }

    /** Of those above that are not at rest the one that is likely to be the last; null: there is none. */
    private static @Nullable Integer last(Situation situation, int node) {
        var view = situation.view();
        if (!(view.instance(node).state() instanceof TaskState.Waiting)) {
            return null;
        }
        Integer last = null;
        Instant lastEnd = null;
        for (int above : Nodes.upstream(view, node)) {
            if (view.instance(above).isAtRest()) {
                continue;
            }
            var end = situation.likelyEnd(view, above);
            if (last == null || (end != null && (lastEnd == null || end.isAfter(lastEnd)))) {
                last = above;
                lastEnd = end;
            }
        }
        return last;
    }

    /** With one condition out of the way the task starts when the others are met. */
    private static List<WhatIf> whatIf(Situation situation, List<Reason> reasons) {
        var rows = new ArrayList<WhatIf>();
        for (var reason : reasons) {
            var unblock = reason.unblock();
            if (unblock != null && rows.stream().noneMatch(row -> row.change().text().equals(unblock.text()))) {
                var start = startWithout(situation, reasons, reason);
                rows.add(new WhatIf(
                        new Phrase("without_" + reason.code().word(), reason.args(),
                                unblock.text() + Summing.start(situation, start)), start,
                        unblock.deed()));
            }
        }
        rows.sort(Comparator.comparing(WhatIf::startsAt, Comparator.nullsLast(Comparator.naturalOrder())));
        return rows.stream().limit(MOST_WHAT_IFS).toList();
    }

    private static @Nullable Instant startWithout(Situation situation, List<Reason> reasons, Reason without) {
        var start = situation.now();
        for (var other : reasons) {
            if (!other.equals(without)) {
                var until = other.until();
                if (until == null) {
                    return null;
                }
                start = until.isAfter(start) ? until : start;
            }
        }
        return start;
    }

    /** The same as plain data. */
    public Map<String, @Nullable Object> data() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("task_id", task);
        data.put("state", state);
        data.put("summary", summary.data());
        data.put("reasons", reasons.stream().map(Reason::data).toList());
        data.put("chain", chain.stream().map(Why::data).toList());
        data.put("what_if", whatIf.stream().map(Why::data).toList());
        return data;
    }

    private static Map<String, @Nullable Object> data(Link link) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("task_id", link.task());
        data.put("state", link.state());
        data.put("reason", link.reason().data());
        data.put("p50", Moments.json(link.p50()));
        return data;
    }

    private static Map<String, @Nullable Object> data(WhatIf row) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("change", row.change().data());
        data.put("starts_at", Moments.json(row.startsAt()));
        data.put("p_late", null);
        data.put("cost_delta", null);
        var deed = row.deed();
        data.put("action", deed == null ? null : deed.data());
        return data;
    }
}
