package comporta.live;

import comporta.access.Caller;
import comporta.dag.DagId;
import comporta.store.HistoryRow;
import comporta.store.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one listener is told, from the first word to the last. */
public final class LiveStream {
    private static final Duration COLLECTED = Duration.ofMillis(100);
    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int MOST = 2000;
    private static final long RETRY_MILLIS = 2000;

    private final LiveEvents events;
    private final Set<Topic> topics;
    private final Supplier<Optional<Caller>> caller;
    private final @Nullable String after;
    private final Map<Topic.OfLog, List<Long>> logs = new HashMap<>();
    private volatile boolean over;

    LiveStream(LiveEvents events, Set<Topic> topics, Supplier<Optional<Caller>> caller, @Nullable String after) {
        this.events = events;
        this.topics = Set.copyOf(topics);
        this.caller = caller;
        this.after = after;
    }

    /** Ends it with a farewell, soon. */
    void end() {
        over = true;
        events.tail().stir();
    }

    /**
     * Tells what happens until the listener goes, or is sent away. On the calling thread.
     *
     * @throws IOException when nobody listens any more
     */
    public void to(OutputStream out) throws IOException {
        var frames = new Frames(out);
        var last = events.tail().join();
        try {
            tell(frames, begun(frames, last));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            events.tail().leave();
            events.gone(this);
        }
    }

    /** Says hello, and finds where to go on. */
    private long begun(Frames frames, long last) throws IOException {
        var stream = events.stream();
        Map<String, @Nullable Object> hello = new LinkedHashMap<>();
        hello.put("event_id", stream + "-" + last);
        hello.put("epoch", stream);
        hello.put("server_time", Frames.instant(events.now()));
        hello.put("server_version", events.version());
        frames.event("hello", hello);
        var from = last;
        if (after != null) {
            var words = after.split("-", -1);
            var seq = words.length == 2 && words[1].matches("\\d{1,18}") ? Long.parseLong(words[1]) : -1;
            if (!words[0].equals(Long.toString(stream)) || seq < 0 || seq > last) {
                reset(frames, "other_epoch");
            } else if (events.isForgotten(seq)) {
                reset(frames, "too_old");
            } else {
                from = seq;
            }
        }
        frames.id(stream + "-" + from);
        frames.flush();
        return from;
    }

    private static void reset(Frames frames, String why) throws IOException {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("why", why);
        frames.event("reset", data);
    }

    private void tell(Frames frames, long from) throws IOException, InterruptedException {
        var seq = from;
        var heard = System.nanoTime();
        var checked = heard;
        var forecasts = new ForecastNews(topics, events.foreseen());
        var dags = new DagNews(topics, events.dagVersions());
        while (!over) {
            var rows = events.tail().after(seq, GLANCE);
            if (!rows.isEmpty()) {
                rows = settled(rows, seq);
                seq = rows.getLast().id();
                tell(frames, rows, seq);
                heard = System.nanoTime();
            }
            var told = new ArrayList<>(forecasts.of(events.foreseen(), dag -> mayBeSeen(dag.id())));
            told.addAll(dags.of(this::mayBeSeen));
            if (!told.isEmpty()) {
                tell(frames, told);
                heard = System.nanoTime();
            }
            if (tellLogs(frames)) {
                heard = System.nanoTime();
            }
            if (System.nanoTime() - heard > SILENCE.toNanos()) {
                frames.comment();
                frames.flush();
                heard = System.nanoTime();
            }
            if (System.nanoTime() - checked > SILENCE.toNanos()) {
                over |= caller.get().isEmpty();
                checked = System.nanoTime();
            }
        }
        Map<String, @Nullable Object> bye = new LinkedHashMap<>();
        bye.put("retry_ms", RETRY_MILLIS);
        frames.event("bye", bye);
        frames.flush();
    }

    /** What follows within a tenth of a second is told together. */
    private List<HistoryRow> settled(List<HistoryRow> first, long seq) throws InterruptedException {
        var rows = new ArrayList<>(first);
        var until = System.nanoTime() + COLLECTED.toNanos();
        for (var left = COLLECTED.toNanos(); left > 0 && rows.size() <= MOST; left = until - System.nanoTime()) {
            rows.addAll(events.tail().after(rows.isEmpty() ? seq : rows.getLast().id(), Duration.ofNanos(left)));
        }
        return rows;
    }

    private void tell(Frames frames, List<HistoryRow> rows, long seq) throws IOException {
        var who = caller.get();
        if (who.isEmpty()) {
            over = true;
            return;
        }
        var id = seq;
        if (rows.size() > MOST) {
            reset(frames, "too_many");
            id = events.lastEvent();
        } else {
            for (var happening : events.happenings().of(rows, topics, dag -> mayBeSeen(who.get(), dag))) {
                frames.event(happening.name(), happening.data());
            }
        }
        frames.id(events.stream() + "-" + id);
        frames.flush();
    }

    private static void tell(Frames frames, List<Happenings.Happening> told) throws IOException {
        for (var happening : told) {
            frames.event(happening.name(), happening.data());
        }
        frames.flush();
    }

    private boolean mayBeSeen(DagId dag) {
        return caller.get().filter(who -> mayBeSeen(who, dag)).isPresent();
    }

    private static boolean mayBeSeen(Caller caller, DagId dag) {
        return caller.may(Role.VIEWER, dag);
    }

    private boolean tellLogs(Frames frames) throws IOException {
        var told = false;
        for (var topic : topics) {
            if (topic instanceof Topic.OfLog log) {
                var sizes = events.sizes(log);
                if (!sizes.equals(logs.put(log, sizes)) && mayBeSeen(log.dag())) {
                    Map<String, @Nullable Object> data = new LinkedHashMap<>();
                    data.put("dag_id", log.dag().value());
                    data.put("run_id", log.run());
                    data.put("task", log.task());
                    data.put("try", log.tryNumber());
                    data.put("stdout", sizes.getFirst());
                    data.put("stderr", sizes.getLast());
                    frames.event("log.grew", data);
                    told = true;
                }
            }
        }
        if (told) {
            frames.flush();
        }
        return told;
    }
}
