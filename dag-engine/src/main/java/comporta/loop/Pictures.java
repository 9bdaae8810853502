package comporta.loop;

import comporta.decide.Reasons;
import comporta.decide.Slots;
import comporta.forecast.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            var instance = view.instance(i);
            tasks.add(new TaskPicture(
                    view.plan().task(i),
                    Arrays.stream(graph.upstream(i)).boxed().toList(),
                    instance,
                    Reasons.of(view, slots, i),
                    usual(live, i),
                    view.launches(i),
                    instance.tries() == 0 ? null : live.logFolder(i, instance.tries())));
        }
        return new RunPicture(
                view.plan().dag(), view.run(), now, tasks, view.leases(), outlook.end(), !live.usual().isEmpty(), path(live, outlook));
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
