package comporta.mesos;

import comporta.job.HttpSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One Mesos cluster of the configuration.
 *
 * @param name of the backend
 * @param masters addresses as {@code http://m1:5050,http://m2:5050}, or {@code zk://h1:2181,h2:2181/mesos}
 * @param user Unix user of jobs that name none
 * @param role whose offers jobs use that name none
 * @param framework name that the cluster shows
 * @param principal who the framework is; null: nobody
 * @param failoverTimeout how long the masters keep its tasks without us
 * @param spread whether jobs go to the emptiest agent, rather than the fullest
 * @param webUrl where the cluster's pages send people for us; null: nowhere
 * @param patience how long a question for launches of an earlier life may take
 * @param http how masters and agents are spoken to
 */
public record MesosSettings(
        String name,
        String masters,
        String user,
        String role,
        String framework,
        @Nullable String principal,
        Duration failoverTimeout,
        boolean spread,
        @Nullable String webUrl,
        Duration patience,
        HttpSettings http) {
    /** As long as a master may take to answer for an agent that has just come back. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

    /** What is taken for an unnamed Unix user. */
    public static final String USUAL_USER = "root";

    Matching.Order order() {
        return spread ? Matching.Order.SPREAD : Matching.Order.BEST_FIT;
    }
}
