package comporta.api;

import comporta.access.Access;
import comporta.access.Caller;
import comporta.live.LiveEvents;
import comporta.live.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /events}: server-sent events. */
final class EventResource {
    static final String TYPE = "text/event-stream";
    private static final int MOST = 50;

    private final LiveEvents live;
    private final Access access;

    EventResource(LiveEvents live, Access access) {
        this.live = live;
        this.access = access;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/events",
                "What happens, as it happens: server-sent events. The header Last-Event-ID goes on after that event")
                .takes(Parameter.text("topics", "What to hear of, with commas between: night, dag:DAG, run:DAG/RUN, log:DAG/RUN/TASK/TRY"),
                        Parameter.text("after", "Goes on after that event, for who cannot send Last-Event-ID"))
                .answers(Streaming.class).by(this::listen));
    }

    private Answer listen(Call call) {
        var after = call.text("after").or(() -> Optional.of(call.lastEventId()).filter(each -> !each.isEmpty()));
        var listener = call.caller().session().isEmpty() ? call.caller().name() + " at " + call.address() : call.caller().session();
        var stream = live.open(listener, topics(call.text("topics").orElse("night")), still(call), after.orElse(null));
        Streaming streaming = stream::to;
        return new Answer(200, streaming, TYPE, Map.of());
    }

    private static Set<Topic> topics(String text) {
        var topics = new LinkedHashSet<Topic>();
        for (var each : text.split(",", -1)) {
            topics.add(Topic.of(each).orElseThrow(() -> Refusal.unfit(
                    "topics", "\"" + Refusal.shortened(each)
                    + "\" is no topic: take night, dag:DAG, run:DAG/RUN or log:DAG/RUN/TASK/TRY")));
        }
        if (topics.size() > MOST) {
            throw Refusal.unfit("topics", "are more than " + MOST);
        }
        return topics;
    }

    /** Who listens, with the roles of now. */
    private Supplier<Optional<Caller>> still(Call call) {
        return switch (call.caller().means()) {
            case OPEN -> () -> access.isOpen() ? Optional.of(call.caller()) : Optional.empty();
            case SESSION -> () -> access.bySession(call.cookie());
            case TOKEN -> () -> access.now(call.caller());
        };
    }
}
