package comporta.api;

import comporta.access.Access;
import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.store.People;
import comporta.store.Person;
import comporta.store.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /users}. */
final class UserResource {
    private final Access access;
    private final People people;
    private final Trail trail;

    UserResource(Access access, People people, Trail trail) {
        this.access = access;
        this.people = people;
        this.trail = trail;
    }

    /**
     * A user.
     *
     * @param role in everything; null: none
     * @param dags roles on single DAGs, where they are higher
     */
    record UserShape(
            String name, @Words({"viewer", "operator", "author", "admin"}) @Nullable String role, Map<String, Object> dags,
            boolean disabled,
            Instant madeAt) {}

    /**
     * A new user, or what is to be changed of one: what is left out stays.
     *
     * @param role in everything
     * @param dags roles on single DAGs
     */
    record Account(
            @Words({"viewer", "operator", "author", "admin"}) @Nullable String role, Map<String, String> dags, @Nullable String password,
            @Nullable Boolean disabled) {}

    /** A password, and the one before it. */
    record NewPassword(String old, String password) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/users", "Users").needs(Role.ADMIN).reach(Route.Reach.ALL).answers(new PageOf(UserShape.class))
                        .by(_ -> Answer.ok(new Route.Page<>(people.all().stream().map(UserResource::shape).toList(), null))),
                Route.get("/api/v1/users/{user}", "A user").needs(Role.ADMIN).reach(Route.Reach.ALL).answers(UserShape.class)
                        .by(call -> Answer.ok(shape(find(call)))),
                Route.put("/api/v1/users/{user}", "Makes a user, or changes one. The first must be an admin with a password")
                        .takes(Dry.RUN).takes(Account.class).answers(201, UserShape.class).answers(200, Dry.or(UserShape.class))
                        .refuses(409).by(this::put),
                Route.delete("/api/v1/users/{user}", "Removes a user with all sessions and tokens; never the last admin")
                        .takes(Dry.RUN).answers(200, Preview.class).answers(204, Void.class).refuses(409).by(this::remove),
                Route.post("/api/v1/session/password", "Changes one's own password; all sessions end").needs(Role.VIEWER)
                        .reach(Route.Reach.SOME)
                        .takes(NewPassword.class).answers(204, Void.class).refuses(401, 409, 429).by(this::changePassword));
    }

    private static UserShape shape(Person person) {
        Map<String, Object> dags = new TreeMap<>();
        person.onDags().forEach((dag, role) -> dags.put(dag.value(), role.word()));
        return new UserShape(
                person.name(), person.everywhere() == null ? null : person.everywhere().word(), dags, person.disabledAt() != null,
                person.madeAt());
    }

    /** The user that a path names. */
    private Person find(Call call) {
        var name = call.variable("user");
        return people.named(name).orElseThrow(() -> Refusal.notFound("user", name, people.all().stream().map(Person::name).toList()));
    }

    private Answer put(Call call) {
        var name = call.variable("user");
        var body = call.body(Account.class);
        var onDags = onDags(body.dags());
        var everywhere = body.role() == null ? null : Role.named(body.role()).orElseThrow();
        var known = people.named(name);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview((known.isEmpty() ? "Makes the user " : "Changes the user ") + name));
        }
        if (known.isEmpty()) {
            var made = access.addPerson(name, body.password(), everywhere, onDags);
            trail.add(call, "create", "users/" + name, null, words(made));
            return Answer.of(201, shape(made));
        }
        var roles = body.role() == null && onDags.isEmpty() ? null : new Access.Roles(everywhere, onDags);
        var changed = access.change(known.get(), body.password(), roles, body.disabled());
        trail.add(call, "change", "users/" + name, words(known.get()),
                words(changed) + (body.password() == null ? "" : ", another password"));
        return Answer.ok(shape(changed));
    }

    private static String words(Person person) {
        var everywhere = person.everywhere();
        return (everywhere == null ? "no role" : everywhere.word())
                + (person.onDags().isEmpty() ? "" : ", " + Json.write(shape(person).dags()))
                + (person.disabledAt() == null ? "" : ", shut out");
    }

    private static Map<DagId, Role> onDags(Map<String, String> words) {
        Map<DagId, Role> roles = new TreeMap<>();
        var mistakes = new ArrayList<Problem.Mistake>();
        words.forEach((dag, word) -> {
            var role = Role.named(word);
            if (!Ids.isId(dag) || role.isEmpty()) {
                mistakes.add(new Problem.Mistake("/dags/" + Refusal.shortened(dag), role.isEmpty()
                        ? "\"" + Refusal.shortened(word)
                        + "\" is no role. Take one of viewer, operator, author, admin" : "cannot name a DAG"));
            } else {
                roles.put(new DagId(dag), role.get());
            }
        });
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
        return roles;
    }

    private Answer remove(Call call) {
        var person = find(call);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Removes the user " + person.name() + " with all sessions and tokens"));
        }
        access.remove(person);
        trail.add(call, "delete", "users/" + person.name(), words(person), null);
        return Answer.nothing();
    }

    private Answer changePassword(Call call) {
        var body = call.body(NewPassword.class);
        var person = people.named(call.caller().name())
                .orElseThrow(() -> Refusal.conflict("nobody is signed in: this server is open"));
        access.signIn(person.name(), body.old(), call.address());
        access.change(person, body.password(), null, null);
        trail.add(call, "change", "users/" + person.name(), null, "another password");
        return Answer.nothing();
    }
}
