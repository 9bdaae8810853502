package comporta.app;

import comporta.dag.Deadline;
import comporta.dag.Dependency;
import comporta.dag.Durations;
import comporta.dag.Expand;
import comporta.dag.LocalInstant;
import java.util.Locale;
import java.util.Objects;

/** Small values of a DAG in words, as one would write them. */
final class DagWords {
    private DagWords() {}

    static String of(Dependency dependency) {
        return switch (dependency) {
            case Dependency.OnTask task -> task.task().value();
            case Dependency.OnGroup group -> group.group().value();
            case Dependency.OnDag other -> "DAG " + other.dag() + (other.task() == null ? "" : "/" + other.task());
        };
    }

    static String of(Deadline deadline) {
        var text = deadline.by() != null
                ? "by " + deadline.by()
                : "within " + Durations.format(Objects.requireNonNull(deadline.within()));
        return text + (deadline.from() == Deadline.From.TICK ? "" : " from " + deadline.from().name().toLowerCase(Locale.ROOT))
                + (deadline.onMiss() == Deadline.OnMiss.ALERT ? "" : ", else " + deadline.onMiss().name().toLowerCase(Locale.ROOT));
    }

    /** {@code once per model and day, 8 at a time}. */
    static String of(Expand expand) {
        var between = expand.combine() == Expand.Combine.ZIP ? " with " : " and ";
        return "once per " + String.join(between, expand.over().keySet())
                + (expand.maxParallel() == null ? "" : ", " + expand.maxParallel() + " at a time");
    }

    static String instant(LocalInstant instant) {
        return instant.at().toString().replace("T00:00", "") + (instant.offset() == null ? "" : instant.offset());
    }
}
