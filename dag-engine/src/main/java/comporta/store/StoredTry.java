package comporta.store;

import comporta.dag.PlainData;
import comporta.operator.Exit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A try of a task instance.
 *
 * @param rendered what its templates became
 * @param closedAt null while it is open
 * @param exit null while it is open
 */
public record StoredTry(
        int task,
        int mapIndex,
        int number,
        Instant openedAt,
        Map<String, Object> rendered,
        @Nullable Instant closedAt,
        @Nullable Exit exit) {

    public StoredTry {
        rendered = PlainData.ordered(rendered);
    }
}
