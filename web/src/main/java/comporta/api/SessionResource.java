package comporta.api;

import comporta.access.Access;
import comporta.access.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /session}: who one is, and signing in and out. */
final class SessionResource {
    private final Access access;
    private final ZoneId zone;
    private final String version;
    private final InstantSource clock;

    SessionResource(Access access, ZoneId zone, String version, InstantSource clock) {
        this.access = access;
        this.zone = zone;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param user null: not signed in
     * @param roles by DAG; {@code *} is the role in everything
     * @param open whether everybody may do everything, because there are no users yet
     * @param csrf what changing requests of this session bring along as X-CSRF-Token; null: none is needed
     */
    record SessionShape(
            @Nullable String user, Map<String, Object> roles, @Words({"open", "session", "token", "none"}) String means,
            boolean open, String note,
            @Nullable String csrf, @Nullable Instant until, String serverZone, Instant serverTime, String serverVersion) {}

    /** A name and a password. */
    record SigningIn(String user, String password) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/session", "Who one is, and what one may").maybe().answers(SessionShape.class).by(this::show),
                Route.post("/api/v1/session", "Signs in: the answer sets a cookie").open().takes(SigningIn.class)
                        .answers(SessionShape.class).refuses(401, 429).by(this::signIn),
                Route.delete("/api/v1/session", "Signs out").maybe().answers(204, Void.class).by(this::signOut));
    }

    private Answer show(Call call) {
        var caller = call.caller();
        return Answer.ok(caller.equals(Caller.NOBODY)
                ? shape(null, Map.of(), "none", null, null)
                : shape(caller.name(), caller.roles(), Json.word(caller.means()),
                        call.cookie().isEmpty() ? null : Access.csrf(call.cookie()), null));
    }

    private SessionShape shape(
            @Nullable String user, Map<String, String> roles, String means, @Nullable String csrf, @Nullable Instant until) {
        var open = access.isOpen();
        return new SessionShape(
                user, Map.copyOf(roles), means, open,
                open ? "This server is open: until the first user is made, everybody on this machine may do everything." : "",
                csrf, until, zone.getId(), clock.instant(), version);
    }

    private Answer signIn(Call call) {
        var body = call.body(SigningIn.class);
        var signedIn = access.signIn(body.user(), body.password(), call.address());
        return Answer.ok(shape(signedIn.caller().name(), signedIn.caller().roles(), "session", signedIn.csrf(), signedIn.until()))
                .with("Set-Cookie", cookie(signedIn.secret(), Access.SESSION.toSeconds(), call.secure()));
    }

    private Answer signOut(Call call) {
        access.signOut(call.caller());
        return Answer.nothing().with("Set-Cookie", cookie("", 0, call.secure()));
    }

    private static String cookie(String secret, long seconds, boolean secure) {
        return Gate.COOKIE + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds + (secure ? "; Secure" : "");
    }
}
