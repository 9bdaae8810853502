package comporta.decide;

import comporta.dag.PlainData;
import comporta.run.Expansion;
import comporta.template.TemplateFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks what a task or a group is expanded over: its lists, and a label for each item. */
final class Asking {
    /** More indices than that are refused. */
    static final int MOST = 1_024;
    /** Letters of a list that the store takes, and of a label that a screen does. */
    private static final int LONGEST = 900_000;
    private static final int LABEL = 100;

    private final Facts facts;
    private final int task;
    private final Unit unit;

    private Asking(Facts facts, int task, Unit unit) {
        this.facts = facts;
        this.task = task;
        this.unit = unit;
    }

    /** The lists cannot be expanded; the message says why, and what to do. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        private Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * What {@code unit} is expanded over, as {@code task} of it sees its lists now.
     *
     * @throws Unfit when they are no lists, too long, or do not fit together
     */
    static Expansion ask(Facts facts, int task, Unit unit) throws Unfit {
        return new Asking(facts, task, unit).ask();
    }

    private Expansion ask() throws Unfit {
        try {
            var lists = new LinkedHashMap<String, List<Object>>();
            for (var over : unit.expand().over().entrySet()) {
                lists.put(over.getKey(), list(over.getKey(), over.getValue()));
            }
            if (!Items.fit(unit.expand(), lists.values())) {
                throw new Unfit("zip of "
                        + String.join(" and ", lists.values().stream().map(list -> Integer.toString(list.size())).toList())
                        + " items. Make the lists equal [zip-lengths]");
            }
            var count = Items.count(unit.expand(), lists);
            if (count > MOST) {
                throw new Unfit(String.format(
                        Locale.ROOT, "%,d instances (limit %,d). Give each try a slice [expand-too-many]", count, MOST));
            }
            if (PlainData.toJson(lists).length() > LONGEST) {
                throw new Unfit("the lists of over are longer than " + LONGEST
                        + " letters. Hand large data over in a file [expand-too-many]");
            }
            return new Expansion(unit.id(), lists, labels(lists, (int) count), basis(facts, unit));
        } catch (IllegalArgumentException e) {
            throw new Unfit("the lists of over cannot be kept: " + e.getMessage() + ". Hand such data over in a file [not-a-list]");
        } catch (TemplateFailed e) {
            throw new Unfit("expand: " + e.what() + ". " + e.fix() + " [template-failed]");
        }
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(String name, @Nullable Object over) throws Unfit {
        var found = Rendering.value(facts, task, over);
        if (found instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new Unfit("\"over." + name + "\" is " + Outputs.described(found)
                + ", and must be a list. Write the output as JSON: {\"" + name
                + "s\": [\"a\"]} [not-a-list]");
    }

    /** A label that another index has, too, or that reads like the number of another, would name neither. */
    private List<String> labels(Map<String, List<Object>> lists, int count) {
        var text = unit.expand().label();
        var labels = new ArrayList<String>(count);
        var seen = new HashMap<String, Integer>();
        for (int index = 0; index < count; index++) {
            var label = text == null ? "" : Rendering.label(facts, task, text, Items.at(unit.expand(), lists, index), index).strip();
            labels.add(label.length() > LABEL || label.contains("]") ? "" : label);
            seen.merge(labels.getLast(), 1, Integer::sum);
        }
        for (int index = 0; index < count; index++) {
            var label = labels.get(index);
            if (seen.getOrDefault(label, 0) > 1 || label.matches("\\d{1,4}")) {
                labels.set(index, "");
            }
        }
        return labels;
    }

    /** How often each task that the lists are read from was tried: when that changes, the lists may have changed, too. */
    static Map<String, Long> basis(Facts facts, Unit unit) {
        var basis = new LinkedHashMap<String, Long>();
        for (int giver : unit.givers()) {
            long tries = facts.instance(giver).tries()
                    + Nodes.instancesOf(facts, giver).mapToLong(node -> facts.instance(node).tries()).sum();
            basis.put(facts.plan().task(giver).id().value(), tries);
        }
        return basis;
    }
}
