package comporta.job;

import comporta.operator.LaunchIntent;
import comporta.secret.Vault;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every remote backend is given.
 *
 * @param vault where the secrets of jobs come from
 * @param publicUrl how jobs on agents reach us; null: they cannot
 * @param logLimit bytes of disk that the log of one try may hold
 * @param apart least span between two questions for the status of all jobs of a cluster
 */
public record Ground(Vault vault, @Nullable URI publicUrl, long logLimit, Duration apart, InstantSource clock) {
    /** One question in so long, and an end is still noticed within three seconds. */
    public static final Duration USUALLY_APART = Duration.ofSeconds(2);

    /**
     * The whole environment of a launch with its secrets, to be handed to the cluster and never to be kept.
     *
     * @throws comporta.operator.Refused (cause user) when a secret cannot be had
     */
    public Map<String, String> environment(LaunchIntent intent) {
        var launch = JobLaunch.of(intent.spec());
        var environment = new LinkedHashMap<>(launch.environment(vault));
        environment.put("COMPORTA_CPUS", BigDecimal.valueOf(launch.spec().resources().cpus()).stripTrailingZeros().toPlainString());
        if (publicUrl != null) {
            environment.put("COMPORTA_OUTPUT_URL", reports(intent, "output"));
            environment.put("COMPORTA_PROGRESS_URL", reports(intent, "progress"));
        }
        return environment;
    }

    private String reports(LaunchIntent intent, String what) {
        var base = String.valueOf(publicUrl).replaceFirst("/+$", "");
        return base + "/api/v1/launches/" + URLEncoder.encode(intent.id().externalId(), StandardCharsets.UTF_8) + "/" + what
                + "?token=" + URLEncoder.encode(intent.token(), StandardCharsets.UTF_8);
    }
}
