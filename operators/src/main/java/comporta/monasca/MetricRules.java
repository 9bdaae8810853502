package comporta.monasca;

import comporta.dag.PlainData;
import comporta.elasticity.Measure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A measure in Monasca's words. One that it would not take would make it refuse the whole batch: it is told apart before. */
final class MetricRules {
    private static final int LONGEST = 255;
    private static final int LONGEST_META = 2048;
    private static final int MOST_META = 16;
    private static final Pattern NAME = Pattern.compile("[^<>={},\"\\\\;&()\\s]{1,255}");
    private static final Pattern NOT_IN_DIMENSIONS = Pattern.compile("[<>={},\"\\\\;&]");

    private MetricRules() {}

    /** Empty: it cannot be said. Signs that dimensions cannot hold become a {@code _}, and long ones are cut. */
    static Optional<Map<String, Object>> metric(Measure measure) {
        if (!NAME.matcher(measure.name()).matches() || !Double.isFinite(measure.value())) {
            return Optional.empty();
        }
        var metric = new LinkedHashMap<String, Object>();
        metric.put("name", measure.name());
        var dimensions = new LinkedHashMap<String, Object>();
        measure.dimensions().forEach((name, value) -> {
            if (!name.isBlank() && !value.isBlank()) {
                dimensions.put(cut(name.replaceFirst("^_+", "")), cut(value));
            }
        });
        metric.put("dimensions", dimensions);
        metric.put("timestamp", measure.at().toEpochMilli());
        metric.put("value", measure.value());
        if (!measure.meta().isEmpty() && measure.meta().size() <= MOST_META && PlainData.toJson(measure.meta()).length() <= LONGEST_META) {
            metric.put("value_meta", measure.meta());
        }
        return Optional.of(PlainData.plain(metric));
    }

    private static String cut(String text) {
        var plain = NOT_IN_DIMENSIONS.matcher(text).replaceAll("_");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}
