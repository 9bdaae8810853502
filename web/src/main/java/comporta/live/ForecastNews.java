package comporta.live;

import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.dag.Task;
import comporta.decide.TimeLimit;
import comporta.loop.Foreseen;
import comporta.loop.RunForecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is told of forecasts: at most every five seconds a run, and only when an end has moved by half a minute or a
 * chance by a point. For one thread.
 */
final class ForecastNews {
    private static final Duration APART = Duration.ofSeconds(5);
    private static final Duration MOVED = Duration.ofSeconds(30);
    private static final double POINT = 0.01 - 1e-9;

    private final Set<Topic> topics;
    private final Map<String, RunForecast> told = new HashMap<>();

    /** @param present what the listener has seen already */
    ForecastNews(Set<Topic> topics, List<Foreseen> present) {
        this.topics = topics;
        present.forEach(each -> told.put(key(each), each.forecast()));
    }

    /** What is to be told now, of DAGs that may be seen. */
    List<Happenings.Happening> of(List<Foreseen> latest, Predicate<Dag> mayBeSeen) {
        var happenings = new ArrayList<Happenings.Happening>();
        for (var each : latest) {
            var before = told.get(key(each));
            if (isWanted(each) && (before == null || isNews(before, each.forecast())) && mayBeSeen.test(each.dag())) {
                told.put(key(each), each.forecast());
                happenings.add(new Happenings.Happening("forecast.changed", data(each)));
            }
        }
        if (told.size() > 2 * latest.size() + 100) {
            told.keySet().retainAll(latest.stream().map(ForecastNews::key).toList());
        }
        return happenings;
    }

    private static String key(Foreseen of) {
        return of.dag().id() + "/" + of.run();
    }

    private boolean isWanted(Foreseen of) {
        return topics.contains(new Topic.Night()) || topics.contains(new Topic.OfDag(of.dag().id()))
                || topics.contains(new Topic.OfRun(of.dag().id(), of.run()));
    }

    private static boolean isNews(RunForecast before, RunForecast now) {
        if (Duration.between(before.madeAt(), now.madeAt()).compareTo(APART) < 0) {
            return false;
        }
        if (hasMoved(Duration.between(before.p50(), now.p50())) || hasMoved(Duration.between(before.p90(), now.p90()))
                || before.deadlines().size() != now.deadlines().size()) {
            return true;
        }
        for (int i = 0; i < now.deadlines().size(); i++) {
            if (Math.abs(now.deadlines().get(i).late() - before.deadlines().get(i).late()) >= POINT) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasMoved(Duration by) {
        return by.abs().compareTo(MOVED) >= 0;
    }

    private static Map<String, @Nullable Object> data(Foreseen of) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("dag_id", of.dag().id().value());
        data.put("run_id", of.run());
        data.put("p50", Frames.instant(of.forecast().p50()));
        data.put("p90", Frames.instant(of.forecast().p90()));
        var tasks = List.copyOf(of.dag().tasks().values());
        data.put("deadlines", of.forecast().deadlines().stream().map(each -> deadline(of, tasks, each)).toList());
        data.put("made_at", Frames.instant(of.forecast().madeAt()));
        data.put("critical_path", of.forecast().criticalPath());
        return data;
    }

    private static Map<String, Object> deadline(Foreseen of, List<Task> tasks, RunForecast.OfDeadline deadline) {
        List<Deadline> written = deadline.task() == TimeLimit.RUN ? of.dag().deadlines() : tasks.get(deadline.task()).deadlines();
        double line = deadline.number() < written.size() ? written.get(deadline.number()).atRisk() : 0;
        var name = deadline.task() == TimeLimit.RUN
                ? "run"
                : tasks.get(deadline.task()).id() + (deadline.mapIndex() < 0 ? "" : "~" + deadline.mapIndex());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", name + "." + deadline.number());
        data.put("p_late", deadline.late());
        data.put("slack_s", Duration.between(deadline.p50(), deadline.dueAt()).toMillis() / 1000.0);
        data.put("status",
                !deadline.dueAt().isAfter(of.forecast().madeAt()) ? "late" : line > 0 && deadline.late() >= line ? "at_risk" : "on_time");
        return data;
    }
}
