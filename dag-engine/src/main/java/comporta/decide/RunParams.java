package comporta.decide;

import comporta.dag.Dag;
import comporta.dag.Misspelt;
import comporta.dag.Param;
import comporta.dag.ParamValues;
import comporta.dag.Suggestion;
import comporta.template.Names;
import comporta.template.TemplateFailed;
import comporta.template.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run: what was given, checked, and defaults for the rest.
 *
 * @param values plain data by name, in the order of the DAG file; empty when there are problems
 * @param problems each as {@code what. fix [param-value]}
 */
public record RunParams(Map<String, Object> values, List<String> problems) {

    /** How the value of one parameter was given; null: it was not. */
    private interface Given {
        @Nullable Object value(Param param);
    }

    /** The same without stand-ins. */
    public static RunParams of(Dag dag, Map<String, String> given, Names names) {
        return of(dag, given, names, Map.of());
    }

    /**
     * Reads what was typed, as the types of the DAG say, and tells all that does not fit at once.
     *
     * @param given by name, as typed
     * @param names what a template of a default may read
     * @param standIns by name, for what cannot be had otherwise; they need not fit
     */
    public static RunParams of(Dag dag, Map<String, String> given, Names names, Map<String, Object> standIns) {
        return of(dag, given.keySet(), names, standIns, param -> {
            var typed = given.get(param.name());
            return typed == null ? null : ParamValues.read(param, typed);
        });
    }

    /** Checks plain data, and tells all that does not fit at once. */
    public static RunParams ofData(Dag dag, Map<String, Object> given, Names names) {
        return of(dag, given.keySet(), names, Map.of(), param -> {
            var value = given.get(param.name());
            if (given.containsKey(param.name())) {
                ParamValues.check(param, value);
            }
            return value;
        });
    }

    private static RunParams of(Dag dag, Set<String> named, Names names, Map<String, Object> standIns, Given given) {
        var problems = new ArrayList<String>();
        for (var name : named) {
            if (!dag.params().containsKey(name)) {
                problems.add(problem("DAG " + dag.id() + " has no param \"" + name + "\"",
                        Suggestion.didYouMean(name, dag.params().keySet(), known(dag))));
            }
        }
        var values = new LinkedHashMap<String, Object>();
        for (var param : dag.params().values()) {
            try {
                var value = given.value(param);
                values.put(param.name(), value == null ? otherwise(param, names, standIns.get(param.name())) : value);
            } catch (Misspelt e) {
                problems.add(problem(e.what(), e.fix()));
            } catch (TemplateFailed e) {
                problems.add(problem("the default of param \"" + param.name() + "\" cannot be rendered: " + e.what(),
                        "Give it with -p " + param.name() + "=VALUE, or: " + e.fix()));
            }
        }
        return new RunParams(problems.isEmpty() ? values : Map.of(), List.copyOf(problems));
    }

    private static Object otherwise(Param param, Names names, @Nullable Object standIn) {
        var otherwise = param.defaultValue();
        if (otherwise == null && standIn != null) {
            return standIn;
        }
        if (otherwise == null) {
            throw new Misspelt("param-value", "param \"" + param.name() + "\" has no default and was not given",
                    "Give it with -p " + param.name() + "=VALUE");
        }
        var value = otherwise instanceof String text ? Templates.render(text, Templates.Use.VALUE, names) : otherwise;
        ParamValues.check(param, value);
        return value;
    }

    private static String known(Dag dag) {
        return dag.params().isEmpty() ? "It takes none" : "Its params are " + String.join(", ", dag.params().keySet());
    }

    private static String problem(String what, String fix) {
        return what + ". " + fix + (fix.endsWith("?") ? "" : ".") + " [param-value]";
    }
}
