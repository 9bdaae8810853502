package comporta;

import comporta.Block.Written;
import comporta.Dags.Dag;
import java.util.List;
import java.util.Objects;

/** Says where two DAGs differ. */
final class Difference {
    private Difference() {}

    /** {@code  in task "a"}; empty when there is no one place. */
    static String inWords(Dag first, Dag second, CallSites sites) {
        if (!first.keys().keySet().equals(second.keys().keySet())) {
            return "";
        }
        for (var each : first.keys().entrySet()) {
            var key = each.getKey();
            var one = each.getValue();
            var other = Objects.requireNonNull(second.keys().get(key));
            if (key.equals("tasks") && one.value() instanceof List<?> tasks && other.value() instanceof List<?> others) {
                for (int n = 0; n < tasks.size(); n++) {
                    var task = block(tasks.get(n));
                    if (n >= others.size() || !same(task, block(others.get(n)), sites)) {
                        return " in task \"" + task.nameInMap() + "\"";
                    }
                }
                if (tasks.size() < others.size()) {
                    return " in task \"" + block(others.get(tasks.size())).nameInMap() + "\"";
                }
            } else if (!same(new Alone(key, one), new Alone(key, other), sites)) {
                return " in " + key;
            }
        }
        return "";
    }

    /** One key of a block. */
    private static final class Alone extends Block<Alone> {
        Alone(String key, Written written) {
            put(key, written.value());
        }
    }

    private static boolean same(Block<?> one, Block<?> other, CallSites sites) {
        return Answer.nodes(one, sites).node().equals(Answer.nodes(other, sites).node());
    }

    private static Block<?> block(Object item) {
        return (Block<?>) ((Written) item).value();
    }
}
