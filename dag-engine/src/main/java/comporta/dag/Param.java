package comporta.dag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run can be given.
 *
 * @param defaultValue plain data or a template; null: the parameter must be given
 * @param checks JSON Schema's words in snake_case ({@code min_length}, {@code values}, {@code items} …) with their plain values
 */
public record Param(
        String name, ValueType type, @Nullable Object defaultValue, String description, Map<String, Object> checks, boolean secret) {

    public Param {
        checks = PlainData.ordered(checks);
    }
}
