package comporta.decide;

import comporta.dag.GroupId;
import comporta.dag.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a person means by {@code score}, {@code score[churn]}, {@code score[0]}, or a group with or without brackets. */
final class Chosen {
    private static final Pattern INSTANCE = Pattern.compile("(.*)\\[(.+)]");

    private Chosen() {}

    /** It names nothing here; the message says why. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        private Unknown(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The nodes that {@code texts} name, each once; an expanded task stands for itself, not yet for its instances.
     *
     * @throws Unknown when one of them names nothing
     */
    static List<Integer> nodes(Facts facts, List<String> texts) throws Unknown {
        var nodes = new ArrayList<Integer>();
        for (var text : texts) {
            for (int node : nodes(facts, text).toArray()) {
                if (!nodes.contains(node)) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    private static IntStream nodes(Facts facts, String text) throws Unknown {
        var brackets = INSTANCE.matcher(text);
        if (!brackets.matches()) {
            return IntStream.of(tasks(facts, text));
        }
        var nodes = new ArrayList<Integer>();
        for (int task : tasks(facts, brackets.group(1))) {
            nodes.add(instance(facts, task, brackets.group(1), brackets.group(2)));
        }
        return nodes.stream().mapToInt(node -> node);
    }

    private static int[] tasks(Facts facts, String id) throws Unknown {
        var plan = facts.plan();
        if (plan.ids().contains(id)) {
            return new int[] {plan.graph().number(new TaskId(id))};
        }
        for (var group : plan.dag().groups().keySet()) {
            if (group.value().equals(id)) {
                return plan.graph().members(new GroupId(id)).stream().mapToInt(plan.graph()::number).toArray();
            }
        }
        throw new Unknown("DAG " + plan.dag().id() + " has no task \"" + id + "\"");
    }

    private static int instance(Facts facts, int task, String id, String name) throws Unknown {
        var plan = facts.plan();
        int unit = plan.unitOf(task);
        if (unit < 0) {
            throw new Unknown("\"" + id + "\" is not expanded, so there is no " + id + "[" + name + "]");
        }
        var expansion = facts.expansion(unit);
        if (expansion == null) {
            throw new Unknown("\"" + id + "\" is not expanded yet, so nobody knows " + id + "[" + name + "]");
        }
        int index = expansion.labels().indexOf(name);
        if (index < 0 && name.matches("\\d{1,4}")) {
            index = Integer.parseInt(name);
        }
        if (index < 0 || index >= expansion.size()) {
            throw new Unknown("\"" + id + "\" has no instance \"" + name + "\" among its " + expansion.size());
        }
        return plan.node(task, index);
    }
}
