package comporta.monasca;

import comporta.elasticity.CpuUsed;
import comporta.job.Unseen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a container has used, from the metrics that its agent sends; they count hundredths of a second. */
public final class MonascaCpuUsed implements CpuUsed {
    private static final Logger LOG = LoggerFactory.getLogger(MonascaCpuUsed.class);
    private static final double PER_SECOND = 100;
    private static final int PERIOD = 3600 * 24;

    private final MonascaClient client;

    public MonascaCpuUsed(MonascaClient client) {
        this.client = client;
    }

    @Override
    public @Nullable Double seconds(String uuid, Instant since) {
        try {
            var user = most("container.cpu.user_time", uuid, since);
            var system = most("container.cpu.system_time", uuid, since);
            return user == null || system == null ? null : (user + system) / PER_SECOND;
        } catch (Unseen | MonascaRefused e) {
            LOG.warn("what app {} has used is not known now: {}", uuid, e.getMessage());
            return null;
        }
    }

    private @Nullable Double most(String metric, String uuid, Instant since) throws Unseen, MonascaRefused {
        var query = "name=" + metric + "&dimensions=" + URLEncoder.encode("name:" + uuid, StandardCharsets.UTF_8) + "&start_time="
                + since.truncatedTo(ChronoUnit.SECONDS) + "&statistics=max&period=" + PERIOD + "&merge_metrics=true";
        Double most = null;
        for (var element : client.statistics(query)) {
            if (element.get("statistics") instanceof List<?> rows) {
                for (var row : rows) {
                    if (row instanceof List<?> cells && cells.size() > 1 && cells.get(1) instanceof Number value) {
                        most = most == null ? value.doubleValue() : Math.max(most, value.doubleValue());
                    }
                }
            }
        }
        return most;
    }
}
