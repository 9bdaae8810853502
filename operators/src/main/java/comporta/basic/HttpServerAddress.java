package comporta.basic;

import comporta.secret.Connection;
import comporta.secret.SecretMissing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server as a connection describes it.
 *
 * @param base scheme, host, port and first part of the path, without a slash at the end
 * @param authorization header that signs in; null: none
 */
record HttpServerAddress(String base, @Nullable String authorization) {

    /** Fields: host (may hold the scheme, too), port, scheme (or schema), path, and token, or user and password. */
    static HttpServerAddress of(Connection connection) {
        var host = connection.field("host").orElseThrow(() -> new SecretMissing("connection \"" + connection.name() + "\" has no host"));
        var port = connection.field("port").map(number -> ":" + number).orElse("");
        var scheme = connection.field("scheme").or(() -> connection.field("schema")).orElse(port.equals(":443") ? "https" : "http");
        var base = (host.contains("://") ? host : scheme + "://" + host) + port + connection.field("path").orElse("");
        return new HttpServerAddress(base.replaceFirst("/+$", ""), authorization(connection));
    }

    /** The address of {@code path} there. */
    String at(String path) {
        return base + (path.isEmpty() || path.startsWith("/") ? path : "/" + path);
    }

    private static @Nullable String authorization(Connection connection) {
        var token = connection.field("token").orElse(null);
        if (token != null) {
            return "Bearer " + token;
        }
        var user = connection.field("user").orElse(null);
        return user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(
                        (user + ":" + connection.field("password").orElse("")).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return base;
    }
}
