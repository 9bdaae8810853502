package comporta.api;

import comporta.access.Desk;
import comporta.dag.PlainData;
import comporta.secret.Sealer;
import comporta.store.Role;
import comporta.store.StoredVariable;
import comporta.store.Variables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /variables}. What is secret is never given back. */
final class VariableResource {
    private final Variables variables;
    private final Sealer sealer;
    private final Desk desk;
    private final InstantSource clock;

    VariableResource(Variables variables, Sealer sealer, Desk desk, InstantSource clock) {
        this.variables = variables;
        this.sealer = sealer;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * A variable.
     *
     * @param value plain data; three stars for a secret
     */
    record VariableShape(
            String name, @Nullable Object value, boolean secret, String description, int version, Instant changedAt, String changedBy) {}

    /**
     * What a variable is to hold.
     *
     * @param value plain data
     * @param secret null: as it is, or no secret
     * @param description null: as it is
     */
    record Wanted(@Nullable Object value, @Nullable Boolean secret, @Nullable String description, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/variables", "Variables that templates read").reach(Route.Reach.ALL)
                        .answers(new PageOf(VariableShape.class))
                        .by(_ -> Answer.ok(new Route.Page<>(variables.all().stream().map(VariableResource::shape).toList(), null))),
                Route.get("/api/v1/variables/{variable}", "A variable").reach(Route.Reach.ALL).answers(VariableShape.class)
                        .by(call -> Answer.ok(shape(find(call)))),
                Route.put("/api/v1/variables/{variable}", "Makes a variable, or changes one").needs(Role.AUTHOR)
                        .takes(Dry.RUN).takes(Wanted.class).answers(Dry.or(VariableShape.class)).by(this::put),
                Route.delete("/api/v1/variables/{variable}", "Removes a variable").needs(Role.AUTHOR)
                        .takes(Dry.RUN, Named.REASON).answers(200, Preview.class).answers(204, Void.class).by(this::remove));
    }

    private static VariableShape shape(StoredVariable variable) {
        return new VariableShape(
                variable.name(), variable.secret() ? RunShapes.HIDDEN : PlainData.fromJson(variable.body()), variable.secret(),
                variable.description(), variable.version(), variable.changedAt(), variable.changedBy());
    }

    private StoredVariable find(Call call) {
        var name = call.variable("variable");
        return variables.find(name)
                .orElseThrow(() -> Refusal.notFound("variable", name, variables.all().stream().map(StoredVariable::name).toList()));
    }

    private Answer put(Call call) {
        var name = Named.name(call.variable("variable"), "variable");
        var body = call.body(Wanted.class);
        if (body.value() == null) {
            throw Refusal.unfit("/value", "is missing: to have none, delete the variable");
        }
        var json = PlainData.toJson(body.value());
        if (json.length() > 100_000 || json.contains("\\u0000")) {
            throw Refusal.unfit("/value",
                    json.length() > 100_000 ? "is longer than 100,000 characters" : "has a NUL, which no database can hold");
        }
        var known = variables.find(name);
        var secret = body.secret() == null ? known.map(StoredVariable::secret).orElse(false) : body.secret();
        var description = body.description() == null ? known.map(StoredVariable::description).orElse("") : body.description();
        if (call.isDry()) {
            return Answer.ok(Deeds.preview((known.isEmpty() ? "Makes the variable " : "Changes the variable ") + name));
        }
        var deed = Deeds.deed(call, clock.instant(), body.reason());
        return Answer.ok(shape(Deeds.waited(desk.call(() -> secret
                ? variables.setSecret(name, json, description, sealer, deed)
                : variables.set(name, json, description, deed)))));
    }

    private Answer remove(Call call) {
        var variable = find(call);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Removes the variable " + variable.name()));
        }
        var deed = Deeds.deed(call, clock.instant(), call.text("reason").orElse(null));
        Deeds.waited(desk.call(() -> variables.remove(variable.name(), deed)));
        return Answer.nothing();
    }
}
