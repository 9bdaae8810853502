package comporta.live;

import comporta.access.Caller;
import comporta.dag.DagId;
import comporta.loop.Foreseen;
import comporta.run.DagRun;
import comporta.store.Archive;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door of this room: opens streams of events, a few for each who listens, and ends them. */
public final class LiveEvents implements AutoCloseable {
    private static final int STREAMS = 4;

    private final Archive archive;
    private final Tail tail;
    private final Happenings happenings;
    private final Path logs;
    private final Supplier<List<Foreseen>> foreseen;
    private final Function<DagId, OptionalInt> dagVersions;
    private final InstantSource clock;
    private final String version;
    private final Map<String, Deque<LiveStream>> streams = new HashMap<>();
    private boolean closed;
    private volatile long stream = -1;

    /**
     * @param taskIds ids of a run's tasks by their numbers
     * @param logs folder under which the logs of all tries lie
     * @param foreseen the latest forecasts of all live runs
     * @param dagVersions the number of a DAG's version in use; empty: there is no such DAG
     * @param version of this program
     */
    public LiveEvents(
            Archive archive, Function<DagRun, List<String>> taskIds, Path logs, Supplier<List<Foreseen>> foreseen,
            Function<DagId, OptionalInt> dagVersions, InstantSource clock, String version) {
        this.dagVersions = dagVersions;
        this.foreseen = foreseen;
        this.archive = archive;
        this.tail = new Tail(archive);
        this.happenings = new Happenings(archive, taskIds);
        this.logs = logs;
        this.clock = clock;
        this.version = version;
    }

    /**
     * Opens a stream. Who has as many as one may have loses the oldest.
     *
     * @param listener whose it is: a session, or what is as good as one
     * @param caller who that is by now; empty: nobody any more
     * @param after id of the event after which to go on; null: from now on
     */
    public LiveStream open(String listener, Set<Topic> topics, Supplier<Optional<Caller>> caller, @Nullable String after) {
        var opened = new LiveStream(this, topics, caller, after);
        synchronized (streams) {
            var own = streams.computeIfAbsent(listener, _ -> new ArrayDeque<>());
            own.add(opened);
            if (own.size() > STREAMS) {
                own.remove().end();
            }
            if (closed) {
                opened.end();
            }
        }
        return opened;
    }

    void gone(LiveStream one) {
        synchronized (streams) {
            streams.values().forEach(own -> own.remove(one));
            streams.values().removeIf(Deque::isEmpty);
        }
    }

    /** Ends all streams, with a farewell that says when to come back. */
    @Override
    public void close() {
        synchronized (streams) {
            closed = true;
            streams.values().forEach(own -> own.forEach(LiveStream::end));
        }
    }

    Tail tail() {
        return tail;
    }

    Happenings happenings() {
        return happenings;
    }

    List<Foreseen> foreseen() {
        return foreseen.get();
    }

    Function<DagId, OptionalInt> dagVersions() {
        return dagVersions;
    }

    Instant now() {
        return clock.instant();
    }

    String version() {
        return version;
    }

    long stream() {
        if (stream < 0) {
            stream = archive.stream();
        }
        return stream;
    }

    long lastEvent() {
        return archive.lastEvent();
    }

    /** Whether rows after that one are gone from the history. */
    boolean isForgotten(long seq) {
        return seq < archive.firstEvent() - 1;
    }

    List<Long> sizes(Topic.OfLog log) {
        var folder = logs.resolve(log.dag().value()).resolve(log.run()).resolve(log.task().replace('~', '.'))
                .resolve(Integer.toString(log.tryNumber()));
        return List.of(folder.resolve("stdout").toFile().length(), folder.resolve("stderr").toFile().length());
    }
}
