package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Param;
import comporta.dag.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run: what was given, checked, and defaults for the rest.
 *
 * @param values by name, in the order of the DAG file; empty when there are problems
 * @param problems each as {@code what. fix [param-value]}
 */
record RunParams(Map<String, @Nullable Object> values, List<String> problems) {

    /**
     * Reads what was typed, as the types of the DAG say, and tells all that does not fit at once.
     *
     * @param given by name, as typed
     * @param render what becomes of a default that is a text, which may hold templates
     */
    static RunParams of(Dag dag, Map<String, String> given, UnaryOperator<@Nullable Object> render) {
        var problems = new ArrayList<String>();
        for (var name : given.keySet()) {
            if (!dag.params().containsKey(name)) {
                problems.add(problem("DAG " + dag.id() + " has no param \"" + name + "\"",
                        Suggestion.didYouMean(name, dag.params().keySet(), known(dag))));
            }
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var param : dag.params().values()) {
            try {
                values.put(param.name(), value(param, given.get(param.name()), render));
            } catch (Unfit e) {
                problems.add(problem(e.getMessage(), e.fix()));
            }
        }
        return new RunParams(problems.isEmpty() ? values : Map.of(), problems);
    }

    private static @Nullable Object value(Param param, @Nullable String typed, UnaryOperator<@Nullable Object> render) {
        if (typed != null) {
            return ParamValue.typed(param, typed);
        }
        if (param.defaultValue() == null) {
            throw new Unfit("param \"" + param.name() + "\" has no default and was not given", "Give it with -p " + param.name() + "=…");
        }
        return ParamValue.checked(param, render.apply(param.defaultValue()));
    }

    private static String known(Dag dag) {
        return dag.params().isEmpty() ? "It takes none" : "Its params are " + String.join(", ", dag.params().keySet());
    }

    private static String problem(String what, String fix) {
        return what + ". " + fix + (fix.endsWith("?") ? "" : ".") + " [param-value]";
    }
}
