package comporta.api;

import comporta.access.Access;
import comporta.access.Caller;
import comporta.dag.DagId;
import comporta.dag.Ids;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Lets requests in: by the name they call us, by where they come from, by who sends them. */
final class Gate {
    static final String COOKIE = "comporta_session";
    static final String CSRF = "X-CSRF-Token";

    private final ApiSettings settings;
    private final Access access;

    Gate(ApiSettings settings, Access access) {
        this.settings = settings;
        this.access = access;
    }

    /** Whoever comes by a name that is not ours was sent here by a page of somebody else. */
    void checkHost(Request request) {
        var host = Request.getServerName(request);
        if (host == null || !settings.isOurs(host)) {
            throw new Refusal(Refusal.Kind.MISDIRECTED, "this server is not called \"" + Refusal.shortened(String.valueOf(host))
                    + "\". Use its address, or add the name to http.hosts of comporta.yaml");
        }
    }

    /** A page of somebody else must not change anything here. */
    void checkOrigin(Request request) {
        var site = request.getHeaders().get("Sec-Fetch-Site");
        var origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if ("cross-site".equals(site) || (origin != null && !isOurs(origin, request))) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "a page of " + Refusal.shortened(origin == null ? "another site" : origin)
                    + " may not change anything here");
        }
    }

    private boolean isOurs(String origin, Request request) {
        try {
            var from = new URI(origin);
            var host = from.getHost();
            var publicUrl = settings.publicUrl();
            if (host != null && publicUrl != null && host.equals(publicUrl.getHost()) && from.getPort() == publicUrl.getPort()) {
                return true;
            }
            var asked = request.getHeaders().get(HttpHeader.HOST);
            return host != null && from.getRawAuthority() != null
                    && from.getRawAuthority().toLowerCase(Locale.ROOT).equals(asked == null ? "" : asked.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Who sends it. Empty: nobody known, which only a few routes take. */
    Optional<Caller> caller(Request request, boolean changes) {
        var authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null) {
            return byToken(authorization);
        }
        var cookie = cookie(request);
        if (cookie != null) {
            var caller = access.bySession(cookie);
            if (caller.isPresent()) {
                if (changes && !Access.isOurs(cookie, Objects.requireNonNullElse(request.getHeaders().get(CSRF), ""))) {
                    throw new Refusal(Refusal.Kind.FORBIDDEN,
                            "the header " + CSRF + " is not that of the session: take csrf of GET /api/v1/session");
                }
                return caller;
            }
        }
        return access.isOpen() ? Optional.of(Caller.ANYBODY) : Optional.empty();
    }

    private Optional<Caller> byToken(String authorization) {
        var words = authorization.split(" ", 2);
        if (words.length == 2 && words[0].equalsIgnoreCase("Bearer")) {
            var caller = access.byToken(words[1].strip());
            if (caller.isPresent()) {
                return caller;
            }
        }
        throw notSignedIn("the token is not valid, has expired, or was revoked: make another one with comporta tokens create");
    }

    Refusal unknown() {
        return notSignedIn(access.isUnclaimed()
                ? "there are no users yet, and this server listens to other machines: make the first with comporta users create NAME"
                : "sign in, or send a token: Authorization: Bearer TOKEN");
    }

    private static Refusal notSignedIn(String detail) {
        return new Refusal(Refusal.Kind.NOT_SIGNED_IN, detail, Map.of("WWW-Authenticate", "Bearer realm=\"comporta\""));
    }

    /** The role that a route needs. */
    static void checkRole(Route route, Caller caller, Map<String, String> variables) {
        var needed = Objects.requireNonNull(route.needs());
        var dag = variables.get("dag");
        var allowed = switch (route.reach()) {
            case ALL -> caller.may(needed, null);
            case SOME -> caller.maySomewhere(needed);
            case DAG -> Ids.isId(String.valueOf(dag))
                    ? caller.may(needed, new DagId(String.valueOf(dag)))
                    : caller.maySomewhere(needed);
        };
        if (!allowed) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "this needs the role " + needed.word()
                    + (route.reach() == Route.Reach.DAG ? " on DAG " + Refusal.shortened(String.valueOf(dag)) : "") + "; "
                    + caller.name() + " has " + (caller.roles().isEmpty() ? "none" : words(caller)));
        }
    }

    private static String words(Caller caller) {
        return String.join(", ", caller.roles().entrySet().stream()
                .map(each -> each.getValue() + (each.getKey().equals("*") ? "" : " on " + each.getKey())).toList());
    }

    static @Nullable String cookie(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue)
                .findFirst().orElse(null);
    }
}
