package comporta.api;

import comporta.access.Desk;
import comporta.dag.Ids;
import comporta.secret.Sealer;
import comporta.store.Connections;
import comporta.store.Role;
import comporta.store.StoredConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /connections}. What is secret is never given back. */
final class ConnectionResource {
    private final Connections connections;
    private final Sealer sealer;
    private final Desk desk;
    private final InstantSource clock;

    ConnectionResource(Connections connections, Sealer sealer, Desk desk, InstantSource clock) {
        this.connections = connections;
        this.sealer = sealer;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * How to reach a system outside.
     *
     * @param fields secret ones are three stars
     */
    record ConnectionShape(String name, Map<String, Object> fields, int version, Instant changedAt, String changedBy) {}

    /**
     * What a connection is to be.
     *
     * @param fields all of them by name; a secret that is not named stays, an empty one goes
     */
    record Wanted(Map<String, String> fields, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/connections", "How systems outside are reached").reach(Route.Reach.ALL)
                        .answers(new PageOf(ConnectionShape.class))
                        .by(_ -> Answer.ok(new Route.Page<>(connections.all().stream().map(ConnectionResource::shape).toList(), null))),
                Route.get("/api/v1/connections/{connection}", "A connection").reach(Route.Reach.ALL).answers(ConnectionShape.class)
                        .by(call -> Answer.ok(shape(find(call)))),
                Route.put("/api/v1/connections/{connection}", "Makes a connection, or changes one")
                        .takes(Dry.RUN).takes(Wanted.class).answers(Dry.or(ConnectionShape.class)).by(this::put),
                Route.delete("/api/v1/connections/{connection}", "Removes a connection")
                        .takes(Dry.RUN, Named.REASON).answers(200, Preview.class).answers(204, Void.class).by(this::remove));
    }

    private static ConnectionShape shape(StoredConnection connection) {
        Map<String, Object> fields = new TreeMap<>(connection.fields());
        connection.secrets().keySet().forEach(field -> fields.put(field, RunShapes.HIDDEN));
        return new ConnectionShape(connection.name(), fields, connection.version(), connection.changedAt(), connection.changedBy());
    }

    private StoredConnection find(Call call) {
        var name = call.variable("connection");
        return connections.find(name)
                .orElseThrow(() -> Refusal.notFound("connection", name, connections.all().stream().map(StoredConnection::name).toList()));
    }

    private Answer put(Call call) {
        var name = Named.name(call.variable("connection"), "connection");
        var fields = call.body(Wanted.class).fields();
        var mistakes = new ArrayList<Problem.Mistake>();
        fields.forEach((field, text) -> {
            if (!Ids.isName(field)) {
                mistakes.add(new Problem.Mistake("/fields/" + Refusal.shortened(field), "cannot name a field: " + Ids.faultOfName(field)));
            } else if (text.length() > Bodies.LONGEST || text.indexOf('\0') >= 0) {
                mistakes.add(new Problem.Mistake("/fields/" + field, "must have at most " + Bodies.LONGEST + " characters, and no NUL"));
            }
        });
        if (fields.size() > 100) {
            mistakes.add(new Problem.Mistake("/fields", "has more than 100 fields"));
        }
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
        if (call.isDry()) {
            return Answer.ok(Deeds.preview((connections.find(name).isEmpty()
                    ? "Makes the connection "
                    : "Changes the connection ") + name));
        }
        var deed = Deeds.deed(call, clock.instant(), call.body(Wanted.class).reason());
        return Answer.ok(shape(Deeds.waited(desk.call(() -> connections.set(name, fields, sealer, deed)))));
    }

    private Answer remove(Call call) {
        var connection = find(call);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Removes the connection " + connection.name()));
        }
        var deed = Deeds.deed(call, clock.instant(), call.text("reason").orElse(null));
        Deeds.waited(desk.call(() -> connections.remove(connection.name(), deed)));
        return Answer.nothing();
    }
}
