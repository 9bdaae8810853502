package comporta.live;

import comporta.dag.DagId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is told of the DAGs that it asked for: the version that new runs use, once at first, as it may have become another
 * while nobody listened, and then each other one. For one thread.
 */
final class DagNews {
    private final List<DagId> wanted;
    private final Function<DagId, OptionalInt> versions;
    private final Map<DagId, OptionalInt> seen = new HashMap<>();

    /** @param versions the number of the version in use; empty: there is no such DAG */
    DagNews(Set<Topic> topics, Function<DagId, OptionalInt> versions) {
        this.wanted = topics.stream().filter(Topic.OfDag.class::isInstance).map(topic -> ((Topic.OfDag) topic).dag()).toList();
        this.versions = versions;
    }

    /** What is to be told now, of DAGs that may be seen. */
    List<Happenings.Happening> of(Predicate<DagId> mayBeSeen) {
        var happenings = new ArrayList<Happenings.Happening>();
        for (var dag : wanted) {
            var version = versions.apply(dag);
            if (!version.equals(seen.put(dag, version)) && version.isPresent() && mayBeSeen.test(dag)) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                data.put("dag_id", dag.value());
                data.put("version", version.getAsInt());
                happenings.add(new Happenings.Happening("dag.changed", data));
            }
        }
        return happenings;
    }
}
