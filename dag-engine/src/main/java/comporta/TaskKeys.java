package comporta;

import comporta.Tasks.Dependency;
import comporta.Tasks.Expand;
import comporta.Tasks.Group;
import comporta.Tasks.Task;
import java.util.List;
import java.util.Map;

/**
 * What tasks of every operator have in common.
 *
 * @param <T> the task itself, so that calls can be chained
 */
public abstract class TaskKeys<T extends TaskKeys<T>> extends DefaultKeys<T> implements Task {
    private final String id;

    TaskKeys(String id, String operator) {
        this.id = id;
        put("operator", operator);
    }

    @Override
    String nameInMap() {
        return id;
    }

    /** Tasks and groups of this DAG that it waits for, by id; each call adds. */
    public T dependsOn(String... ids) {
        return add("depends_on", List.of(ids));
    }

    /** Tasks, groups and other DAGs' tasks that it waits for; each call adds. */
    public T dependsOn(Dependency... upstream) {
        return add("depends_on", List.of(upstream));
    }

    /** Tasks, groups and other DAGs' tasks that it waits for; each call adds. */
    public T dependsOn(List<? extends Dependency> upstream) {
        return add("depends_on", upstream);
    }

    /** The set-ups that it tears down, by id. */
    public T teardownOf(String... ids) {
        return putAll("teardown_of", List.of(ids));
    }

    /** The set-ups that it tears down. */
    public T teardownOf(Task... setUps) {
        return putAll("teardown_of", List.of(setUps));
    }

    /** The group that it belongs to. */
    public T group(Group group) {
        return put("group", group.nameInMap());
    }

    /** The group that it belongs to. */
    public T group(String group) {
        return put("group", group);
    }

    /** Asked once the rule holds; false skips the task. */
    public T when(String when) {
        return put("when", when);
    }

    /** What it hands on, with types. */
    public T output(String name, String value) {
        return enter("outputs", name, value);
    }

    /** What it hands on, with types. */
    public T output(Map<String, String> byName) {
        return enterAll("outputs", byName);
    }

    /** One instance per item. */
    public T expand(Expand expand) {
        return put("expand", expand);
    }

    /** One line for lists; \"\ when absent. */
    public T description(String description) {
        return put("description", description);
    }

    /** Markdown for its page; \"\ when absent. */
    public T doc(String doc) {
        return put("doc", doc);
    }
}
