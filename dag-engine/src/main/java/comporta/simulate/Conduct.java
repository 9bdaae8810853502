package comporta.simulate;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of one try of a simulated task.
 *
 * @param boots how long until it runs
 * @param lasts from then to its end
 */
public record Conduct(Duration boots, Duration lasts, Exit exit) {

    /** It succeeds after {@code lasts}. */
    public static Conduct success(Duration lasts, Map<String, Object> outputs) {
        return new Conduct(Duration.ZERO, lasts, Exit.success(outputs));
    }

    /** As it is committed with the intent to launch, so that the outside is told nothing but what the store holds. */
    LaunchSpec toSpec() {
        var data = new LinkedHashMap<String, Object>();
        data.put("boots_ms", boots.toMillis());
        data.put("lasts_ms", lasts.toMillis());
        data.put("cause", exit.cause() == null ? "" : exit.cause().name());
        data.put("code", exit.code() == null ? "" : exit.code().toString());
        data.put("reason", exit.reason());
        data.put("outputs", exit.outputs());
        return new LaunchSpec(data);
    }

    static Conduct of(LaunchSpec spec) {
        var data = spec.data();
        var cause = text(data, "cause");
        var code = text(data, "code");
        return new Conduct(
                millis(data, "boots_ms"), millis(data, "lasts_ms"),
                new Exit(cause.isEmpty() ? null : Cause.valueOf(cause), code.isEmpty() ? null : Integer.valueOf(code), text(data, "reason"),
                        PlainData.block(data, "outputs")));
    }

    private static String text(Map<String, Object> data, String name) {
        return String.valueOf(data.get(name));
    }

    private static Duration millis(Map<String, Object> data, String name) {
        return data.get(name) instanceof Number number ? Duration.ofMillis(number.longValue()) : Duration.ZERO;
    }
}
