package comporta.template;

import comporta.dag.ValueType;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a template may read, as far as it is known while a file is loaded.
 *
 * @param key the key that holds the text, for messages: {@code when}, {@code over.model}
 * @param task the task that reads; null outside of tasks
 * @param roots first parts of the names that exist here
 * @param params types of the DAG's parameters
 * @param tasks ids of all tasks of the DAG
 * @param upstream which tasks come before this one
 * @param outputs declared outputs by task (a list where an expanded task is read from outside); a task that is not in it may give anything
 * @param items names of the loop variables
 * @param variables names of all variables; null: not at hand
 * @param connections names of all connections; null: not at hand
 * @param secrets dotted names that hold secrets besides the passwords of connections, e.g. {@code params.token}
 * @param secretsAllowed whether secrets may be read ({@code headers} and {@code body} of {@code http})
 * @param extras further dotted names of texts, e.g. {@code task.reason} in messages
 * @param passThrough roots that stay as they are written: {@code thermos} and {@code mesos} with backend {@code aurora}
 */
public record TemplateScope(
        String key,
        @Nullable String task,
        Set<String> roots,
        Map<String, ValueType> params,
        Set<String> tasks,
        Predicate<String> upstream,
        Map<String, Map<String, ValueType>> outputs,
        Set<String> items,
        @Nullable Set<String> variables,
        @Nullable Set<String> connections,
        Set<String> secrets,
        boolean secretsAllowed,
        Set<String> extras,
        Set<String> passThrough) {

    /** The names of a task's texts; a task without an entry in {@code outputs} declares nothing. */
    public static TemplateScope forTask(
            String task,
            Map<String, ValueType> params,
            Set<String> tasks,
            Predicate<String> upstream,
            Map<String, Map<String, ValueType>> outputs) {
        return new TemplateScope(
                "", task, Known.ROOTS, params, tasks, upstream, outputs, Set.of(), null, null, Set.of(), false, Set.of(), Set.of());
    }

    /** The names of texts that belong to no task, such as {@code env} of the DAG: no task is upstream of them. */
    public static TemplateScope forDag(Map<String, ValueType> params, Set<String> tasks) {
        return new TemplateScope(
                "", null, Known.ROOTS, params, tasks, id -> false, Map.of(), Set.of(), null, null, Set.of(), false, Set.of(), Set.of());
    }

    /** The names that the default of a parameter can read: {@code run}, {@code ds}, {@code var}. */
    public static TemplateScope forParamDefault(String param) {
        return new TemplateScope(
                param,
                null,
                Set.of("run", "ds", "var"),
                Map.of(),
                Set.of(),
                id -> false,
                Map.of(),
                Set.of(),
                null,
                null,
                Set.of(),
                false,
                Set.of(),
                Set.of());
    }

    /** The same for another key. */
    public TemplateScope at(String otherKey) {
        return new TemplateScope(
                otherKey, task, roots, params, tasks, upstream, outputs, items, variables, connections, secrets, secretsAllowed, extras,
                passThrough);
    }

    /** Without some roots: {@code partition} in a DAG without partitions. */
    public TemplateScope without(String... gone) {
        var left = new LinkedHashSet<>(roots);
        left.removeAll(Set.of(gone));
        return new TemplateScope(
                key, task, left, params, tasks, upstream, outputs, items, variables, connections, secrets, secretsAllowed, extras,
                passThrough);
    }

    /** In an expanded task or group, with the names of its lists. */
    public TemplateScope withItems(Set<String> names) {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, names, variables, connections, secrets, secretsAllowed, extras,
                passThrough);
    }

    /** With a server or a configuration at hand. */
    public TemplateScope withResources(Set<String> allVariables, Set<String> allConnections) {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, items, allVariables, allConnections, secrets, secretsAllowed, extras,
                passThrough);
    }

    /** With further secret names. */
    public TemplateScope withSecrets(Set<String> dottedNames) {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, items, variables, connections, dottedNames, secretsAllowed, extras,
                passThrough);
    }

    /** Where secrets may be read. */
    public TemplateScope allowingSecrets() {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, items, variables, connections, secrets, true, extras, passThrough);
    }

    /** With further texts, by dotted name. */
    public TemplateScope withTexts(Set<String> dottedNames) {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, items, variables, connections, secrets, secretsAllowed, dottedNames,
                passThrough);
    }

    /** With roots that somebody later fills in. */
    public TemplateScope passing(Set<String> rootsOfOthers) {
        return new TemplateScope(
                key, task, roots, params, tasks, upstream, outputs, items, variables, connections, secrets, secretsAllowed, extras,
                rootsOfOthers);
    }

    /** Ids after {@code outputs. tasks. var. conn.} */
    Set<String> ids(String root) {
        return switch (root) {
            case "outputs", "tasks" -> tasks;
            case "var" -> variables == null ? Set.of() : variables;
            case "conn" -> connections == null ? Set.of() : connections;
            default -> Set.of();
        };
    }
}
