package comporta.loop;

import comporta.decide.Nodes;
import comporta.decide.Reasons;
import comporta.decide.Slots;
import comporta.forecast.Outlook;
import comporta.operator.Progress;
import comporta.run.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws the picture of a live run. */
final class Pictures {
    private Pictures() {}

    static RunPicture of(LiveRun live, Slots slots, Instant now) {
        var view = live.view();
        var graph = view.plan().graph();
        var outlook = Outlook.of(view, live.usual(), now);
        var tasks = new ArrayList<TaskPicture>(graph.size());
        for (int i = 0; i < graph.size(); i++) {
            tasks.add(task(live, slots, i));
        }
        return new RunPicture(
                view.plan().dag(), view.run(), now, tasks, view.leases(), outlook.end(), !live.usual().isEmpty(),
                path(live, outlook), null);
    }

    private static TaskPicture task(LiveRun live, Slots slots, int node) {
        var view = live.view();
        var instance = view.instance(node);
        var instances = Nodes.instancesOf(view, node).mapToObj(each -> task(live, slots, each)).toList();
        return new TaskPicture(
                view.plan().task(node),
                Nodes.name(view, node),
                Arrays.stream(view.plan().graph().upstream(view.plan().taskOf(node))).boxed().toList(),
                instance.isAtRest() ? instance : atWork(instance, instances),
                Reasons.of(view, slots, node),
                usual(live, node),
                view.launches(node),
                instance.tries() == 0 ? null : live.logFolder(node, instance.tries()),
                instances);
    }

    /** An expanded task as people see it: it runs since the first of its instances does. */
    private static TaskInstance atWork(TaskInstance task, List<TaskPicture> instances) {
        var started = instances.stream().map(each -> each.instance().startedAt()).filter(Objects::nonNull).min(Instant::compareTo);
        long done = instances.stream().filter(each -> each.instance().isAtRest()).count();
        return started.map(since -> task.atWork(since, new Progress((double) done / instances.size(), done, instances.size(), "")))
                .orElse(task);
    }

    private static List<String> path(LiveRun live, Outlook outlook) {
        return outlook.criticalPath().stream().map(task -> live.view().plan().graph().task(task).value()).toList();
    }

    private static @Nullable Duration usual(LiveRun live, int task) {
        var definition = live.view().plan().task(task);
        var known = live.usual().get(definition.id());
        return known == null ? definition.expectedDuration() : known;
    }
}
