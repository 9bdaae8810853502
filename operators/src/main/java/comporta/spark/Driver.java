package comporta.spark;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.job.JobLaunch;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A driver that runs, as its follower sees it. */
final class Driver {
    /** Of its launch, beside the job: how long a Spark job of it may wait for its first core. */
    static final String PATIENCE = "no_executors_timeout";

    final LaunchIntent intent;
    final LaunchId id;
    final String backend;
    final Path executors;
    /** Streams of executors that are copied, by executor. */
    final Map<String, ExecutorLog> logs = new ConcurrentHashMap<>();
    @Nullable URI application;
    String framework = "";
    /** Its end is on record: one more look. */
    volatile boolean over;
    private final Duration patience;
    private @Nullable SparkPicture told;
    private @Nullable Instant starvedSince;
    private boolean givenUp;
    private long sequence;

    Driver(LaunchIntent intent) {
        var launch = JobLaunch.of(intent.spec());
        this.intent = intent;
        this.id = intent.id();
        this.patience = Durations.parse(String.valueOf(intent.spec().data().getOrDefault(PATIENCE, "10m")));
        this.backend = String.valueOf(PlainData.block(intent.spec().data(), "job").get("backend"));
        this.executors = launch.logFolder().resolve("executors");
    }

    /** Under which Spark and Mesos know it; see {@link SparkProperties}. */
    String name() {
        return id.externalId();
    }

    /** Why it is given up, told once; empty: it is not. */
    Optional<Exit> starved(SparkPicture picture, Instant now) {
        if (!picture.starved()) {
            starvedSince = null;
            return Optional.empty();
        }
        starvedSince = starvedSince == null ? now : starvedSince;
        if (givenUp || over || now.isBefore(starvedSince.plus(patience))) {
            return Optional.empty();
        }
        givenUp = true;
        return Optional.of(Exit.failure(Cause.PLATFORM, null, "no executor has come within " + Durations.format(patience)
                + ": no agent gives Spark what it asks for. Look at comporta cluster agents, and at spark.node_pool, executor_memory and total_cores"));
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
