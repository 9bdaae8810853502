package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in, or whose programs may.
 *
 * @param everywhere role in everything; null: only that of single DAGs
 * @param onDags roles of single DAGs, where they are higher
 * @param disabledAt may do nothing since then; null: may
 */
public record Person(
        long id, String name, @Nullable Role everywhere, SortedMap<DagId, Role> onDags, Instant madeAt, @Nullable Instant disabledAt) {
    public Person {
        onDags = Collections.unmodifiableSortedMap(new TreeMap<>(onDags));
    }
}
