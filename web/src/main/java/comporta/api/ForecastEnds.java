package comporta.api;

import comporta.decide.Reason;
import comporta.loop.Foreseen;
import comporta.loop.RunForecast;
import comporta.run.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When tasks of a run are likely over, by its forecast; where there is none, what was said without one stays. */
final class ForecastEnds {
    private final @Nullable RunForecast forecast;
    private final List<String> tasks = new ArrayList<>();
    private final String href;

    ForecastEnds(DagRun run, List<Foreseen> all) {
        var found = all.stream().filter(each -> each.dag().id().equals(run.dag()) && each.run().equals(run.key())).findFirst().orElse(null);
        forecast = found == null ? null : found.forecast();
        if (found != null) {
            found.dag().tasks().keySet().forEach(id -> tasks.add(id.value()));
        }
        href = "/dags/" + run.dag() + "/runs/" + run.key() + "/tasks/";
    }

    /** The same reason with the two ends of the task that it waits for. */
    Reason of(Reason reason) {
        var subject = reason.subject();
        if (subject == null || !subject.kind().equals("task") || !subject.href().startsWith(href)
                || reason.untilIs() != Reason.UntilIs.PREDICTED) {
            return reason;
        }
        return find(subject.id())
                .map(end -> new Reason(
                        reason.code(), reason.args(), reason.text(), subject, end.p50(), end.p90(), Reason.UntilIs.PREDICTED,
                        reason.unblock()))
                .orElse(reason);
    }

    /** The likely end of a task; {@code otherwise} where nothing is foreseen. */
    @Nullable Instant p50(String task, @Nullable Instant otherwise) {
        return find(task).map(RunForecast.OfTask::p50).orElse(otherwise);
    }

    private Optional<RunForecast.OfTask> find(String task) {
        return forecast == null ? Optional.empty() : forecast.of(tasks.indexOf(task));
    }
}
