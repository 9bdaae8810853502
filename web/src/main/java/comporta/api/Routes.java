package comporta.api;

import comporta.live.LiveEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that can be asked for. */
final class Routes {
    private Routes() {}

    static LiveEvents live(Ground ground) {
        var archive = ground.store().archive();
        var shapes = new RunShapes(archive, new PinnedDags(archive), new Outlooks(ground.live()), ground.clock(), _ -> Map.of());
        return new LiveEvents(archive, shapes::taskIds, ground.logs(), ground.live()::foreseen, ground.dags()::version, ground.clock(), ground.version());
    }

    static List<Route> of(Ground ground, LiveEvents live) {
        var archive = ground.store().archive();
        var pinned = new PinnedDags(archive);
        var outlooks = new Outlooks(ground.live());
        var costs = new Costs(ground.store(), pinned, ground.prices(), ground.clock());
        var runShapes = new RunShapes(archive, pinned, outlooks, ground.clock(), costs::totals);
        var deeds = new Deeds(ground.store(), ground.wishes(), ground.live());
        var dags = new DagResource(ground.dags(), archive, new LatestRuns(archive, ground.store().survey(), ground.clock()), ground.readiness());
        var runs = new RunResource(dags, archive, runShapes);
        var tasks = new TaskResource(runs, archive, runShapes, new TaskShapes(archive, pinned, outlooks, costs), pinned, ground.logs());
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthResource(ground).routes());
        routes.addAll(dags.routes());
        routes.addAll(new CatalogueResource(dags, ground.dags(), deeds, new Trail(ground.store().audit(), ground.desk(), ground.clock()), ground.clock()).routes());
        routes.addAll(runs.routes());
        routes.addAll(new TriggerResource(dags, archive, runShapes, deeds, ground.vault(), ground.zone()).routes());
        routes.addAll(new BackfillResource(dags, ground.store().backfills(), deeds, ground.live(), ground.vault()).routes());
        routes.addAll(new RunDeeds(dags, runs, archive, deeds).routes());
        routes.addAll(tasks.routes());
        var whys = new WhyResource(runs, tasks, ground.live(), outlooks);
        routes.addAll(whys.routes());
        routes.addAll(new TaskDeeds(runs, tasks, archive, pinned, deeds).routes());
        routes.addAll(new HoldDeeds(runs, tasks, archive, pinned, deeds).routes());
        var logs = new LogResource(runs, tasks, archive, ground.vault());
        routes.addAll(logs.routes());
        routes.addAll(new LogLineResource(runs, tasks, logs).routes());
        var people = ground.store().people();
        var trail = new Trail(ground.store().audit(), ground.desk(), ground.clock());
        routes.addAll(new SessionResource(ground.access(), ground.zone(), ground.version(), ground.clock()).routes());
        routes.addAll(new UserResource(ground.access(), people, trail).routes());
        routes.addAll(new TokenResource(ground.access(), people, trail, ground.clock()).routes());
        var store = ground.store();
        routes.addAll(new PoolResource(store.pools(), ground.desk(), ground.clock()).routes());
        routes.addAll(new VariableResource(store.variables(), ground.sealer(), ground.desk(), ground.clock()).routes());
        routes.addAll(new ConnectionResource(store.connections(), ground.sealer(), ground.desk(), ground.clock()).routes());
        routes.addAll(new CalendarResource(store.calendars(), ground.desk(), ground.clock()).routes());
        routes.addAll(new AuditResource(store.audit()).routes());
        var problems = new ProblemResource(store.problems(), ground.desk(), ground.clock());
        routes.addAll(problems.routes());
        var survey = store.survey();
        var leases = new LeaseResource(survey, store.audit(), costs, deeds, ground.zone(), ground.clock());
        routes.addAll(leases.routes());
        var usuals = new Usuals(survey, ground.clock());
        routes.addAll(new NightResource(
                ground.dags(), archive, survey, runShapes, whys, problems, leases, new NightMachines(survey, costs, outlooks), pinned,
                usuals, ground.zone(), ground.clock()).routes());
        routes.addAll(new TimelineResource(runs, archive, survey, runShapes, pinned, outlooks, whys, ground.clock()).routes());
        routes.addAll(new ForecastResource(runs, archive, ground.store().survey(), runShapes, outlooks).routes());
        routes.addAll(new GridResource(dags, runs, archive, survey).routes());
        routes.addAll(new GraphResource(dags, ground.dags(), pinned).routes());
        routes.addAll(new CheckResource(ground.dags(), ground.zone(), ground.clock()).routes());
        routes.addAll(new HistoryResource(dags, archive, survey, store.ticks(), ground.zone(), ground.clock()).routes());
        routes.addAll(new CostResource(costs, runs, pinned, ground.zone(), ground.clock()).routes());
        routes.addAll(new MachineResource(store.machines(), ground.desk(), ground.clock()).routes());
        routes.addAll(new ElasticityResource(survey, ground.zone(), ground.clock()).routes());
        routes.addAll(new DeadlineResource(
                ground.dags(), archive, survey, runShapes, outlooks, pinned, usuals, ground.zone(), ground.clock()).routes());
        routes.addAll(new FindResource(ground.dags(), archive, survey).routes());
        routes.addAll(new EventResource(live, ground.access()).routes());
        routes.addAll(new LaunchResource(ground.reports()).routes());
        routes.addAll(new SupervisorResource(ground.reports()).routes());
        return OpenApi.routes(routes, ground.version());
    }
}
