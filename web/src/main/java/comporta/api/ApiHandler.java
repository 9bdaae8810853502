package comporta.api;

import comporta.access.AccessRefused;
import comporta.access.Caller;
import comporta.live.LiveEvents;
import comporta.store.StoreAway;
import comporta.store.Via;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request after the other: let in, found a route for, worked on, answered. What is not the API's goes on to the pages. */
final class ApiHandler extends Handler.Wrapper {
    static final String PROBLEM = "application/problem+json";
    static final String PREFIX = "/api/v1";
    /** Of what is not a DAG file. */
    static final int LARGEST_BODY = 1024 * 1024;
    private static final int LARGEST_FILE = 17 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final int LONGEST_ADDRESS = 8 * 1024;
    private static final int LONGEST_KEY = 100;

    private final Gate gate;
    private final Ground ground;
    private final LiveEvents live;
    private final Router router;
    private final Once once;
    private final Executor workers;
    private final Snapshots snapshots;

    ApiHandler(ApiSettings settings, Ground ground, Executor workers) {
        this.gate = new Gate(settings, ground.access());
        this.ground = ground;
        this.live = Routes.live(ground);
        this.router = new Router(Routes.of(ground, live));
        this.workers = workers;
        this.once = new Once(ground.store().answered(), ground.desk(), ground.clock());
        this.snapshots = new Snapshots(ground.store().archive());
    }

    /** Tells those who listen that it is over. */
    void sayGoodbye() {
        live.close();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = request.getHttpURI().getCanonicalPath();
        response.getHeaders().put("X-Content-Type-Options", "nosniff").put("Referrer-Policy", "same-origin")
                .put("Cross-Origin-Resource-Policy", "same-origin").put("X-Frame-Options", "DENY");
        if (getHandler() != null && isForPages(path)) {
            try {
                gate.checkHost(request);
            } catch (Refusal e) {
                refuse(e, "", response, callback);
                return true;
            }
            return super.handle(request, response, callback);
        }
        workers.execute(() -> answer(path == null ? "/" : path, request, response, callback));
        return true;
    }

    private static boolean isForPages(@Nullable String path) {
        return path != null && !path.startsWith("/api/") && !path.startsWith("/supervisor/") && !path.equals("/healthz")
                && !path.equals("/readyz") && !path.equals("/metrics");
    }

    private void answer(String path, Request request, Response response, Callback callback) {
        var began = System.nanoTime();
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var found = Optional.<Router.Found>empty();
        try {
            gate.checkHost(request);
            if (request.getHttpURI().toString().length() > LONGEST_ADDRESS) {
                throw new Refusal(Refusal.Kind.URI_TOO_LONG, "the address is longer than " + LONGEST_ADDRESS + " characters");
            }
            found = router.find(request.getMethod(), path);
            var answer = worked(id, path, found.orElseThrow(() -> unknown(path)), request, response);
            count(found, answer.status(), began);
            if (answer.body() instanceof Streaming streaming) {
                stream(answer, streaming, response, callback);
            } else {
                snapshots.write(request, response, answer, callback);
            }
        } catch (Throwable e) {
            var refusal = refusal(e, id, request);
            count(found, refusal.kind().status(), began);
            drain(request);
            refuse(refusal, id, response, callback);
        }
    }

    /** On this thread, for as long as somebody listens. */
    private static void stream(Answer answer, Streaming streaming, Response response, Callback callback) {
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type()).put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("X-Accel-Buffering", "no").put(HttpHeader.CONNECTION, "close");
        try (var out = Content.Sink.asOutputStream(response)) {
            streaming.to(out);
        } catch (IOException e) {
            LOG.debug("a listener has gone", e);
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }

    private Answer worked(String id, String path, Router.Found found, Request request, Response response) {
        var route = found.route();
        if (route.changes()) {
            gate.checkOrigin(request);
        }
        var caller = route.knows() ? gate.caller(request, route.changes()) : Optional.<Caller>empty();
        if (route.needs() != null) {
            Gate.checkRole(route, caller.orElseThrow(gate::unknown), found.variables());
        }
        var query = query(request);
        Call.check(route, query);
        var body = body(route, request);
        if (!route.changes() && path.startsWith(PREFIX)) {
            snapshots.mark(response);
        }
        var key = Optional.ofNullable(request.getHeaders().get("Idempotency-Key"));
        key.ifPresent(ApiHandler::checkKey);
        var agent = Optional.ofNullable(request.getHeaders().get(HttpHeader.USER_AGENT)).orElse("");
        var who = caller.orElse(Caller.NOBODY);
        return once.answer(new Call(
                id, route, path, found.variables(), query, body, who, Request.getRemoteAddr(request),
                key.orElseGet(() -> UUID.randomUUID().toString()), key.isPresent(), via(who, agent), request.isSecure(),
                who.means() == Caller.Means.SESSION ? Optional.ofNullable(Gate.cookie(request)).orElse("") : "",
                Optional.ofNullable(request.getHeaders().get("Last-Event-ID")).orElse("")));
    }

    private static Via via(Caller caller, String agent) {
        if (agent.startsWith("comporta/")) {
            return Via.CLI;
        }
        return caller.means() == Caller.Means.SESSION ? Via.WEB : Via.API;
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST,
                    "an Idempotency-Key has 1 to " + LONGEST_KEY + " letters, digits and signs of ASCII, without blanks");
        }
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> query = new LinkedHashMap<>();
        try {
            Request.extractQueryParameters(request, StandardCharsets.UTF_8)
                    .forEach(field -> query.put(field.getName(), String.join(",", field.getValues())));
        } catch (IllegalArgumentException | HttpException.RuntimeException e) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST, "what stands behind the ? is not encoded as an address");
        }
        return query;
    }

    private static @Nullable Record body(Route route, Request request) {
        var shape = route.request();
        if (!route.changes()) {
            return null;
        }
        var text = text(request, route.isLarge() ? LARGEST_FILE : LARGEST_BODY);
        if (!text.isEmpty()) {
            var type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
            if (!type.split(";", 2)[0].strip().equalsIgnoreCase(Answer.JSON)) {
                throw new Refusal(Refusal.Kind.MEDIA_TYPE,
                        "the body is \"" + Refusal.shortened(type) + "\". Send Content-Type: application/json");
            }
        }
        if (shape == null) {
            if (!text.isBlank()) {
                throw new Refusal(Refusal.Kind.BAD_REQUEST, route.method() + " " + route.path() + " takes no body");
            }
            return null;
        }
        return Bodies.read(shape, text);
    }

    private static String text(Request request, int most) {
        try {
            var in = Content.Source.asInputStream(request);
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                in.skipNBytes(Math.min(most, Math.max(0, request.getLength() - most - 1)));   // who is still sending does not listen yet
                throw new Refusal(Refusal.Kind.TOO_LARGE, "the body is larger than " + most / 1024 / 1024 + " MB");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST, "the body is not UTF-8");
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST, "the body did not come whole: " + e.getMessage());
        }
    }

    /** Takes in the rest of the body: else the connection is closed upon a caller who may be about to use it again. */
    private static void drain(Request request) {
        try {
            Content.Source.asInputStream(request).readNBytes(LARGEST_BODY);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a body that nobody wants did not come whole", e);
        }
    }

    private Refusal unknown(String path) {
        return Refusal.notFound("address", path, router.routes().stream().map(Route::path).distinct().toList());
    }

    private Refusal refusal(Throwable e, String id, Request request) {
        return switch (e) {
            case Refusal refusal -> refusal;
            case AccessRefused refused -> refused(refused);
            case StoreAway away -> {
                LOG.warn("request {} had to do without the database: {}", id, away.getMessage());
                yield new Refusal(Refusal.Kind.UNAVAILABLE, "the database cannot be reached just now. Ask again",
                        Map.of("Retry-After", "2"));
            }
            default -> {
                LOG.error("request {} failed: {} {}", id, request.getMethod(), request.getHttpURI().getCanonicalPath(), e);
                yield new Refusal(Refusal.Kind.FAILED, "the server failed at it; its log says why, under request " + id);
            }
        };
    }

    private static Refusal refused(AccessRefused refused) {
        var why = String.valueOf(refused.getMessage());
        return switch (refused.why()) {
            case UNKNOWN -> new Refusal(Refusal.Kind.NOT_SIGNED_IN, why, Map.of("WWW-Authenticate", "Bearer realm=\"comporta\""));
            case TOO_MANY ->
                    new Refusal(Refusal.Kind.TOO_MANY, why, Map.of("Retry-After", Long.toString(refused.waitFor().toSeconds() + 1)));
            case UNFIT -> Refusal.unfit("", why);
            case CONFLICT -> Refusal.conflict(why);
        };
    }

    private static void refuse(Refusal refusal, String id, Response response, Callback callback) {
        response.setStatus(refusal.kind().status());
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PROBLEM).put(HttpHeader.CACHE_CONTROL, "no-store");
        var body = Json.write(refusal.problem(id)).getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private void count(Optional<Router.Found> found, int status, long began) {
        ground.metrics()
                .timer("comporta.http.requests", List.of(
                        Tag.of("route", found.map(each -> each.route().path()).orElse("unknown")),
                        Tag.of("method", found.map(each -> each.route().method()).orElse("unknown")),
                        Tag.of("status", Integer.toString(status))))
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
}
