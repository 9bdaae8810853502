package comporta.api;

import comporta.elasticity.Supervisor;
import comporta.elasticity.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /supervisor}: what jobs from outside any DAG tell, by the paths and in the words that they always used. */
final class SupervisorResource {
    /** A message of a job or of its launcher: {@code uuid} and what belongs to it. */
    @Whole
    record Message(Map<String, Object> parts) {}

    private final Reports reports;

    SupervisorResource(Reports reports) {
        this.reports = reports;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(Route.get("/supervisor/", "Whether the supervisor is here").open().answers(String.class)
                .by(_ -> Answer.text("text/plain; charset=utf-8", Supervisor.welcome() + "\n")));
        routes.add(message("initTask", "Register a job that reports each iteration"));
        routes.add(message("updateTask", "The end of an iteration"));
        routes.add(message("initMarathonApp", "A Marathon app has begun"));
        routes.add(message("endMarathonApp", "A Marathon app is done"));
        return routes;
    }

    private Route message(String what, String summary) {
        return Route.post("/supervisor/" + what, summary).open().takes(Message.class).answers(204, Void.class)
                .by(call -> taken(what, call.body(Message.class).parts()));
    }

    private Answer taken(String what, Map<String, Object> parts) {
        var told = reports.supervise(what, parts).orElseThrow(() -> new Refusal(
                Refusal.Kind.UNAVAILABLE, "another scheduler has the lead, and takes reports. Send it again", Map.of("Retry-After", "2")));
        return switch (told) {
            case TAKEN -> Answer.nothing();
            case MALFORMED -> throw new Refusal(Refusal.Kind.BAD_REQUEST, Told.MALFORMED.words());
            case FORBIDDEN -> throw new Refusal(Refusal.Kind.FORBIDDEN, Told.FORBIDDEN.words());
            case UNKNOWN -> throw new Refusal(Refusal.Kind.NOT_FOUND, Told.UNKNOWN.words());
        };
    }
}
