package comporta.api;

import comporta.access.Access;
import comporta.store.ApiToken;
import comporta.store.People;
import comporta.store.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /tokens}: everybody has their own; admins see all. */
final class TokenResource {
    private static final long LONGEST_DAYS = 3660;

    private final Access access;
    private final People people;
    private final Trail trail;
    private final InstantSource clock;

    TokenResource(Access access, People people, Trail trail, InstantSource clock) {
        this.access = access;
        this.people = people;
        this.trail = trail;
        this.clock = clock;
    }

    /** A token, as far as it may be shown. */
    record TokenShape(
            long id, String user, String name, Instant madeAt, @Nullable Instant expiresAt, @Nullable Instant revokedAt,
            @Nullable Instant usedAt) {}

    /** A token with its secret, which is never shown again. */
    record NewToken(TokenShape token, String secret) implements Once.Redacted {
        @Override
        public Object kept() {
            return new NewToken(token, RunShapes.HIDDEN);
        }
    }

    /**
     * What token is wanted.
     *
     * @param user whose; null: the caller's own
     * @param days after which it expires; null: never
     */
    record Wanted(String name, @Nullable String user, @Nullable Integer days) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/tokens", "One's own tokens, or for an admin all")
                        .answers(new PageOf(TokenShape.class)).by(this::list),
                Route.post("/api/v1/tokens", "Makes a token; its secret is in this answer only").needs(Role.VIEWER).reach(Route.Reach.SOME)
                        .takes(Dry.RUN).takes(Wanted.class).answers(201, NewToken.class).answers(200, Preview.class).refuses(404, 409)
                        .by(this::make),
                Route.delete("/api/v1/tokens/{token}", "Makes a token worthless").needs(Role.VIEWER).reach(Route.Reach.SOME)
                        .takes(Dry.RUN).answers(200, Preview.class).answers(204, Void.class).by(this::revoke));
    }

    private static TokenShape shape(ApiToken token) {
        return new TokenShape(
                token.id(), token.person(), token.name(), token.madeAt(), token.expiresAt(), token.revokedAt(), token.usedAt());
    }

    private List<ApiToken> visible(Call call) {
        return people.tokens(call.caller().may(Role.ADMIN, null) ? null : call.caller().name());
    }

    private Answer list(Call call) {
        return Answer.ok(new Route.Page<>(visible(call).stream().map(TokenResource::shape).toList(), null));
    }

    private Answer make(Call call) {
        var body = call.body(Wanted.class);
        var owner = body.user() == null ? call.caller().name() : body.user();
        if (!owner.equals(call.caller().name()) && !call.caller().may(Role.ADMIN, null)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "only an admin makes tokens of others");
        }
        if (body.name().isBlank() || body.name().length() > 100) {
            throw Refusal.unfit("/name", "must have 1 to 100 characters");
        }
        var days = body.days();
        if (days != null && (days < 1 || days > LONGEST_DAYS)) {
            throw Refusal.unfit("/days", "must be from 1 to " + LONGEST_DAYS);
        }
        var person = people.named(owner).orElseThrow(() -> people.isEmpty()
                ? Refusal.conflict("there are no users yet, and a token belongs to one: make the first with comporta users create NAME")
                : Refusal.notFound("user", owner, List.of()));
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Makes a token of " + owner));
        }
        var made = access.addToken(person, body.name(), days == null ? null : clock.instant().plus(Duration.ofDays(days)));
        trail.add(call, "create", "tokens/" + made.token().id(), null, owner + ": " + body.name());
        return Answer.of(201, new NewToken(shape(made.token()), made.secret()));
    }

    private Answer revoke(Call call) {
        var token = visible(call).stream().filter(each -> Long.toString(each.id()).equals(call.variable("token"))).findFirst()
                .orElseThrow(() -> Refusal.notFound("token", call.variable("token"), List.of()));
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Makes the token " + token.name() + " worthless"));
        }
        access.revoke(token);
        trail.add(call, "delete", "tokens/" + token.id(), token.person() + ": " + token.name(), null);
        return Answer.nothing();
    }
}
