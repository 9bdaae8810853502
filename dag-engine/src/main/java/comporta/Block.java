package comporta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keys with their values, each with the call that set it. What fits is judged when the DAG is read, by the same tables as for YAML.
 *
 * @param <T> the block itself, so that calls can be chained
 */
public abstract class Block<T extends Block<T>> {
    /** Stands where YAML has null: takes a default away. */
    static final Nothing NOTHING = new Nothing();

    record Nothing() {}

    private final Origin origin = Origin.ofThisCall();
    private final Map<String, Written> keys = new LinkedHashMap<>();

    Block() {}

    /**
     * A value and where it was given.
     *
     * @param value text, a number, a truth value, {@link #NOTHING}, a block, a list or map of such; within a list or map also this
     */
    record Written(Origin origin, Object value) {}

    /** The call that made this block. */
    final Origin origin() {
        return origin;
    }

    final Map<String, Written> keys() {
        return keys;
    }

    /** The name under which a map of such blocks holds this one: the id of a task, the name of a parameter. */
    String nameInMap() {
        throw new IllegalStateException(this + " has no name");
    }

    /** The key that a condition stands under. */
    String kind() {
        throw new IllegalStateException(this + " is no condition");
    }

    final T put(String key, Object value) {
        keys.put(key, new Written(Origin.ofThisCall(), Objects.requireNonNull(value, () -> key + " is null")));
        return self();
    }

    /** Replaces what stood there. */
    final T putAll(String key, List<?> values) {
        return put(key, each(values));
    }

    /** Adds to what stands there. */
    final T add(String key, List<?> values) {
        var before = keys.get(key);
        var all = new ArrayList<Object>(before == null ? List.of() : (List<?>) before.value());
        all.addAll(each(values));
        keys.put(key, new Written(before == null ? Origin.ofThisCall() : before.origin(), all));
        return self();
    }

    /** Sets one name of a map. */
    final T enter(String key, String name, Object value) {
        return enterAll(key, Map.of(name, Objects.requireNonNull(value, () -> key + " of " + name + " is null")));
    }

    /** Sets some names of a map. */
    final T enterAll(String key, Map<String, ?> values) {
        var here = Origin.ofThisCall();
        var before = keys.get(key);
        var all = new LinkedHashMap<Object, Object>(before == null ? Map.of() : (Map<?, ?>) before.value());
        values.forEach((name, value) -> all.put(name, new Written(here, value)));
        keys.put(key, new Written(before == null ? here : before.origin(), all));
        return self();
    }

    final T putCondition(Conditions.Condition condition) {
        var block = (Block<?>) condition;
        var time = block.keys().get("time");
        return time == null ? put(block.kind(), block) : put("time", time.value());
    }

    private static List<Written> each(List<?> values) {
        var here = Origin.ofThisCall();
        var all = new ArrayList<Written>();
        values.forEach(value -> all.add(new Written(here, value)));
        return all;
    }

    @SuppressWarnings("unchecked")
    private T self() {
        return (T) this;
    }
}
