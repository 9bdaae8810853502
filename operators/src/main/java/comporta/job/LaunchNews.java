package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Refused;
import comporta.tasklog.LogFollower;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into news what is seen of one launch: its log as it grows, the outputs that its stdout speaks, its end. One
 * thread at a time looks at the log.
 */
public final class LaunchNews {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchNews.class);
    private static final long FIRST = 1;
    private static final long LAST = Long.MAX_VALUE;

    private final LaunchId id;
    private long sequence = FIRST;
    private final Map<String, Object> spoken = new LinkedHashMap<>();
    private int spokenSize;
    private volatile long bytes;
    private volatile boolean waited;
    private @Nullable Refused misspoken;
    private @Nullable LogFollower log;

    public LaunchNews(LaunchId id) {
        this.id = id;
    }

    public News.Started started(Instant at, String externalId, @Nullable String url) {
        return new News.Started(id, waited ? next(at) : FIRST, at, externalId, url);
    }

    /** It was taken, and does not run yet. */
    public News.Waiting waiting(String why, Instant at) {
        waited = true;
        return new News.Waiting(id, next(at), at, why);
    }

    public News.Unreachable unreachable(String why, Instant at) {
        return new News.Unreachable(id, next(at), at, why);
    }

    public News.Progressed progressed(Progress progress, Instant at) {
        return new News.Progressed(id, next(at), at, progress);
    }

    /** A bare sign of life: it is in sight again. */
    public News.Logged alive(Instant at) {
        return new News.Logged(id, next(at), at, bytes);
    }

    public News.Produced produced(String name, @Nullable Object value, Instant at) {
        return new News.Produced(id, next(at), at, name, value);
    }

    public News.Ended ended(Exit exit, Instant at) {
        return new News.Ended(id, LAST, at, exit);
    }

    /**
     * What the log tells since the last look.
     *
     * @param limit bytes that the log may hold on disk
     * @param stdoutStart where the launch's own stdout begins
     * @param last whether nothing more will come
     */
    public List<News> look(Path folder, long limit, long stdoutStart, Instant now, boolean last) {
        var news = new ArrayList<News>();
        try {
            if (log == null) {
                log = new LogFollower(folder, limit, stdoutStart);
            }
            var growth = log.poll(now, last);
            bytes = growth.bytes();
            if (growth.grown()) {
                news.add(new News.Logged(id, next(now), now, growth.bytes()));
            }
            growth.spoken().forEach(line -> hear(line, now, news));
        } catch (UncheckedIOException e) { // a disk in trouble must not hide the end of the job
            LOG.warn("Cannot follow the log of {}: {}", id, e.toString());
        }
        return news;
    }

    private void hear(String line, Instant now, List<News> news) {
        try {
            var output = Outputs.spoken(line).orElse(null);
            if (output == null) {
                return;
            }
            spokenSize += line.length();
            if (spokenSize > Outputs.LIMIT) {
                throw new Refused(Cause.USER,
                        "The ::output lines are larger than 64 KB. Hand on a path or a key, and keep the data in a file");
            }
            spoken.put(output.name(), output.value());
            news.add(new News.Produced(id, next(now), now, output.name(), output.value()));
        } catch (Refused e) {
            misspoken = misspoken == null ? e : misspoken;
        }
    }

    /**
     * What the job said that it hands on.
     *
     * @throws Refused (cause user) when a line of it could not be read
     */
    public Map<String, Object> spoken() {
        if (misspoken != null) {
            throw misspoken;
        }
        return new LinkedHashMap<>(spoken);
    }

    /** Grows, also over restarts as long as the clock does; the first and the last news stand outside of it. */
    private synchronized long next(Instant now) {
        sequence = Math.max(sequence + 1, now.toEpochMilli() * 1000);
        return sequence;
    }
}
