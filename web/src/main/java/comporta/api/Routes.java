package comporta.api;

import comporta.live.LiveEvents;
import java.util.ArrayList;
import java.util.List;

/** All that can be asked for. */
final class Routes {
    private Routes() {}

    static LiveEvents live(Ground ground) {
        var archive = ground.store().archive();
        var shapes = new RunShapes(archive, new PinnedDags(archive), new Outlooks(ground.live()), ground.clock());
        return new LiveEvents(archive, shapes::taskIds, ground.logs(), ground.clock(), ground.version());
    }

    static List<Route> of(Ground ground, LiveEvents live) {
        var archive = ground.store().archive();
        var pinned = new PinnedDags(archive);
        var outlooks = new Outlooks(ground.live());
        var runShapes = new RunShapes(archive, pinned, outlooks, ground.clock());
        var deeds = new Deeds(ground.store(), ground.wishes());
        var dags = new DagResource(ground.dags(), archive);
        var runs = new RunResource(dags, archive, runShapes);
        var tasks = new TaskResource(runs, archive, runShapes, new TaskShapes(archive, pinned, outlooks), pinned, ground.logs());
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthResource(ground).routes());
        routes.addAll(dags.routes());
        routes.addAll(new CatalogueResource(dags, ground.dags(), deeds, new Trail(ground.store().audit(), ground.desk(), ground.clock()), ground.clock()).routes());
        routes.addAll(runs.routes());
        routes.addAll(new TriggerResource(dags, archive, runShapes, deeds, ground.vault(), ground.zone()).routes());
        routes.addAll(new BackfillResource(dags, ground.store().backfills(), deeds, ground.live(), ground.vault()).routes());
        routes.addAll(new RunDeeds(dags, runs, archive, deeds).routes());
        routes.addAll(tasks.routes());
        routes.addAll(new WhyResource(runs, tasks, ground.live()).routes());
        routes.addAll(new TaskDeeds(runs, tasks, archive, pinned, deeds).routes());
        routes.addAll(new HoldDeeds(runs, tasks, archive, deeds).routes());
        routes.addAll(new LogResource(runs, tasks, archive).routes());
        var people = ground.store().people();
        var trail = new Trail(ground.store().audit(), ground.desk(), ground.clock());
        routes.addAll(new SessionResource(ground.access(), ground.zone(), ground.version()).routes());
        routes.addAll(new UserResource(ground.access(), people, trail).routes());
        routes.addAll(new TokenResource(ground.access(), people, trail, ground.clock()).routes());
        var store = ground.store();
        routes.addAll(new PoolResource(store.pools(), ground.desk(), ground.clock()).routes());
        routes.addAll(new VariableResource(store.variables(), ground.sealer(), ground.desk(), ground.clock()).routes());
        routes.addAll(new ConnectionResource(store.connections(), ground.sealer(), ground.desk(), ground.clock()).routes());
        routes.addAll(new CalendarResource(store.calendars(), ground.desk(), ground.clock()).routes());
        routes.addAll(new AuditResource(store.audit()).routes());
        routes.addAll(new ProblemResource(store.problems(), ground.desk(), ground.clock()).routes());
        routes.addAll(new EventResource(live, ground.access()).routes());
        routes.addAll(new LaunchResource(ground.reports()).routes());
        return OpenApi.routes(routes, ground.version());
    }
}
