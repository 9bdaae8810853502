package comporta.aurora;

import comporta.dag.PlainData;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an ended job has left in its sandbox.
 *
 * @param code its exit code; null: it left none, or nobody can say
 * @param late whether it ran into its own limit
 * @param fault what is wrong with its outputs; null: nothing
 */
record Left(@Nullable Integer code, boolean late, Map<String, Object> outputs, @Nullable String fault) {
    static final Left NOTHING = new Left(null, false, Map.of(), null);

    Left {
        outputs = PlainData.plain(outputs);
    }
}
