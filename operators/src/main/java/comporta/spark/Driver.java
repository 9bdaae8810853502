package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.JobLaunch;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A driver that runs, as its follower sees it. */
final class Driver {
    final LaunchId id;
    final String backend;
    final Path executors;
    /** Streams of executors that are copied, by executor. */
    final Map<String, ExecutorLog> logs = new ConcurrentHashMap<>();
    @Nullable URI application;
    String framework = "";
    /** Its end is on record: one more look. */
    volatile boolean over;
    private @Nullable SparkPicture told;
    private long sequence;

    Driver(LaunchIntent intent) {
        var launch = JobLaunch.of(intent.spec());
        this.id = intent.id();
        this.backend = String.valueOf(PlainData.block(intent.spec().data(), "job").get("backend"));
        this.executors = launch.logFolder().resolve("executors");
    }

    /** Under which Spark and Mesos know it; see {@link SparkProperties}. */
    String name() {
        return id.externalId();
    }

    /** News of what has changed. */
    Optional<News> seen(SparkPicture picture, Instant now) {
        if (picture.equals(told) || over) {
            return Optional.empty();
        }
        told = picture;
        // between those of the backend, which counts on the same clock
        sequence = Math.max(sequence + 1, now.toEpochMilli() * 1000);
        return Optional.of(new News.Progressed(id, sequence, now, picture.progress()));
    }
}
