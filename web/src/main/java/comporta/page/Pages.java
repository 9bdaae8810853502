package comporta.page;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The door of this room: answers what is not the API's with the monitor. */
public final class Pages extends Handler.Abstract.NonBlocking {
    /** First words of the addresses that pages have. */
    private static final Set<String> PLACES = Set.of(
            "", "night", "dags", "compare", "deadlines", "machines", "elasticity", "backfills", "problems", "audit", "pools", "variables", "connections",
            "calendars", "users", "tokens", "author", "sign-in");
    private static final String ASSETS = "/assets/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int SHORT = 16;

    private final Assets assets = Assets.ofClassPath();
    private final Shell shell = new Shell(assets);
    private final String policy = shell.policy();

    /** @throws IllegalStateException when the program was packed without them */
    public Pages() {
        shellOf("", false);   // whoever comes first does not wait for it
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = request.getHttpURI().getCanonicalPath();
        var headers = response.getHeaders();
        headers.put("Content-Security-Policy", policy).put("Cross-Origin-Opener-Policy", "same-origin").put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "same-origin");
        if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(request, response, callback, 405);
        } else if (path == null || path.startsWith(ASSETS)) {
            asset(path == null ? "" : assets.at(path), request, response, callback);
        } else {
            page(path, request, response, callback);
        }
        return true;
    }

    /** Its address changes with its content: nobody has to ask for it twice. */
    private void asset(String name, Request request, Response response, Callback callback) {
        if (name.isEmpty()) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Response.writeError(request, response, callback, 404);
            return;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, FOR_EVER);
        write(assets.named(name), 200, request, response, callback);
    }

    /** What is at an address the page finds out; that there is no such address at all, we know. */
    private void page(String path, Request request, Response response, Callback callback) {
        var first = path.substring(1).split("/", 2)[0];
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        write(shellOf(path.substring(1), request.getHttpURI().getQuery() != null), PLACES.contains(first) ? 200 : 404, request, response, callback);
    }

    private Asset shellOf(String path, boolean isAsked) {
        return shell.with(modules(path), Needed.by(path, isAsked));
    }

    /** What the page at an address is made of besides what all are made of, so that it need not find that out itself, one after the other. */
    private static List<String> modules(String path) {
        var words = path.split("/", -1);
        if (!PLACES.contains(words[0])) {
            return List.of();
        }
        var isRun = words.length > 3 && words[2].equals("runs");
        var page = switch (words[0]) {
            case "", "night" -> "night";
            case "dags" -> words.length < 2 ? "dags" : isRun ? "run" : "dag";
            default -> words[0];
        };
        return words.length > 2 && words[words.length - 1].equals("graph") ? List.of("pages/" + page + ".js", "run/graph.js") : List.of("pages/" + page + ".js");
    }

    private static void write(Asset asset, int status, Request request, Response response, Callback callback) {
        var tag = HexFormat.of().formatHex(asset.digest(), 0, SHORT);
        response.getHeaders().put(HttpHeader.ETAG, "\"" + tag + "\"");
        if (status == 200 && isKnown(request, tag)) {
            response.setStatus(304);
            response.write(true, null, callback);
            return;
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.type());
        response.write(true, asset.content(), callback);
    }

    /** The tag may come back with what compression made of it. */
    private static boolean isKnown(Request request, String tag) {
        var known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        return known != null && Arrays.stream(known.split(",", -1)).map(String::strip)
                .anyMatch(each -> each.equals("*") || each.replaceFirst("^W/", "").replaceFirst("--?[a-z]+\"$", "\"").equals("\"" + tag + "\""));
    }
}
