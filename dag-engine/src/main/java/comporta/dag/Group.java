package comporta.dag;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong together. Its {@code defaults} are already merged into its tasks.
 *
 * @param parent the group it lies in; null: none
 * @param nodePool the node pool that is scaled up before and down after its tasks; empty: none
 * @param maxActive instances of its tasks at the same time; null: no limit
 */
public record Group(
        GroupId id,
        String description,
        String doc,
        @Nullable GroupId parent,
        List<Dependency> dependsOn,
        Map<String, Object> nodePool,
        @Nullable Expand expand,
        @Nullable Integer maxActive) {

    public Group {
        dependsOn = List.copyOf(dependsOn);
        nodePool = PlainData.ordered(nodePool);
    }
}
