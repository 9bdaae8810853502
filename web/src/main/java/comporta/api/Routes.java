package comporta.api;

import java.util.ArrayList;
import java.util.List;

/** All that can be asked for. */
final class Routes {
    private Routes() {}

    static List<Route> of(Ground ground) {
        var archive = ground.store().archive();
        var pinned = new PinnedDags(archive);
        var outlooks = new Outlooks(ground.live());
        var runShapes = new RunShapes(archive, pinned, outlooks);
        var deeds = new Deeds(ground.store(), ground.wishes());
        var dags = new DagResource(ground.dags(), archive);
        var runs = new RunResource(dags, archive, runShapes);
        var tasks = new TaskResource(runs, archive, runShapes, new TaskShapes(archive, pinned, outlooks), pinned, ground.logs());
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthResource(ground).routes());
        routes.addAll(dags.routes());
        routes.addAll(runs.routes());
        routes.addAll(new TriggerResource(dags, archive, runShapes, deeds, ground.vault(), ground.zone()).routes());
        routes.addAll(new RunDeeds(dags, runs, archive, deeds).routes());
        routes.addAll(tasks.routes());
        routes.addAll(new TaskDeeds(runs, tasks, archive, pinned, deeds).routes());
        routes.addAll(new LogResource(runs, tasks, archive).routes());
        return List.copyOf(routes);
    }
}
