package comporta.api;

import java.util.ArrayList;
import java.util.List;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}: for whoever looks after this process. */
final class HealthResource {
    private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private final Ground ground;

    HealthResource(Ground ground) {
        this.ground = ground;
    }

    /** That this process is alive. */
    record Alive(String status, String version) {}

    /** Whether this process does its work. */
    record Ready(@Words({"ready", "not_ready"}) String status, String role, List<String> waitsFor) {}

    List<Route> routes() {
        var routes = new ArrayList<>(List.of(
                Route.get("/healthz", "Whether this process is alive").open().answers(Alive.class)
                        .by(_ -> Answer.ok(new Alive("alive", ground.version()))),
                Route.get("/readyz", "Whether this process does its work: it schedules, or stands by").open()
                        .answers(Ready.class).answers(503, Ready.class).by(_ -> ready())));
        if (ground.showsMetrics()) {
            routes.add(Route.get("/metrics", "Figures for Prometheus").open().answers(String.class)
                    .by(_ -> Answer.text(EXPOSITION, ground.metrics().scrape())));
        }
        return routes;
    }

    private Answer ready() {
        var readiness = ground.readiness().get();
        return Answer.of(
                readiness.isReady() ? 200 : 503,
                new Ready(readiness.isReady() ? "ready" : "not_ready", readiness.role(), readiness.waitsFor()));
    }
}
