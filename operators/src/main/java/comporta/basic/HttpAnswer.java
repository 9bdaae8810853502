package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, and what that means.
 *
 * @param body its text, whole or in part
 * @param length bytes of the whole body
 * @param location where it sends us on; null: nowhere
 */
record HttpAnswer(int status, String contentType, String body, long length, @Nullable String location) {
    /** Bytes of a body that are handed on. */
    static final int LIMIT = 64 * 1024;

    private static final Set<Integer> OF_THE_PLATFORM = Set.of(429, 502, 503, 504);
    /** A gateway said so, which may have handed the request on: whether it took effect is as unknown as after a lost answer. */
    private static final Set<Integer> OF_A_GATEWAY = Set.of(502, 504);
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);
    private static final int SHOWN = 200;

    static HttpAnswer of(HttpResponse<BodyHead.Head> response) {
        return new HttpAnswer(
                response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body().text(),
                response.body().length(), response.headers().firstValue("Location").orElse(null));
    }

    /** What the body is written in. */
    static Charset charset(HttpHeaders headers) {
        var found = CHARSET.matcher(headers.firstValue("Content-Type").orElse(""));
        try {
            return found.find() ? Charset.forName(found.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    boolean isOneOf(List<String> expected) {
        return expected.stream().anyMatch(code -> code.endsWith("xx")
                ? code.charAt(0) - '0' == status / 100
                : code.equals(Integer.toString(status)));
    }

    /** How the try ends. */
    Exit exit(HttpCall call, HttpMessage message) {
        if (isOneOf(call.expect())) {
            var outputs = new LinkedHashMap<String, Object>();
            outputs.put("status", (long) status);
            if (length <= LIMIT) {
                outputs.put("body", parsed());
            }
            return Exit.success(outputs);
        }
        var reason = message + " answered " + status + ", not " + String.join(" or ", call.expect())
                + (location == null ? "" : ", and sends on to " + location)
                + (body.isBlank() ? "" : ": " + shortened(body.strip().lines().findFirst().orElse("")));
        if (OF_A_GATEWAY.contains(status) && !call.idempotent()) {
            return Exit.unknown(reason + ". Whether it took effect is not known; look, and clear the task to send it again");
        }
        return Exit.failure(OF_THE_PLATFORM.contains(status) ? Cause.PLATFORM : Cause.USER, null, reason);
    }

    private Object parsed() {
        if (contentType.toLowerCase(Locale.ROOT).matches("[^;]*[/+]json\\b.*")) {
            try {
                var data = PlainData.fromJson(body);
                return data == null ? "" : data;
            } catch (IllegalArgumentException e) {
                return body;
            }
        }
        return body;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
