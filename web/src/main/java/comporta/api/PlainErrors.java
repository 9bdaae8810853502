package comporta.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty refuses before we see it, as a problem like any other; never a stack trace. */
final class PlainErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, @Nullable String message, @Nullable Throwable cause, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ApiHandler.PROBLEM).put("X-Content-Type-Options", "nosniff");
        // Jetty writes the end: else the next request may meet what is left of this one
        response.write(false, body(code, message), callback);
    }

    private static ByteBuffer body(int status, @Nullable String message) {
        var kind = kind(status);
        var detail = kind == Refusal.Kind.FAILED || message == null ? kind.title() : message;
        var problem = new Problem("/problems/" + kind.word(), kind.title(), status, detail, "", List.of());
        return ByteBuffer.wrap(Json.write(problem).getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal.Kind kind(int status) {
        for (var kind : Refusal.Kind.values()) {
            if (kind.status() == status) {
                return kind;
            }
        }
        return status < 500 ? Refusal.Kind.BAD_REQUEST : Refusal.Kind.FAILED;
    }
}
