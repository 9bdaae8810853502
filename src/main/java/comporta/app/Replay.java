package comporta.app;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.simulate.Rehearsal;
import comporta.simulate.Simulation;
import comporta.simulate.StandIns;
import comporta.simulate.VirtualTime;
import comporta.store.NewRun;
import comporta.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A recorded run once more, by the engine on the virtual clock, and how far each start and each end strays from the record. */
final class Replay implements Observer {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final JsonLines lines;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private @Nullable RunPicture last;

    private Replay(Dag dag) {
        lines = new JsonLines(
                new PrintStream(heard, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), dag);
    }

    /**
     * How a try strays.
     *
     * @param start null: it did not run in one of the two
     * @param end null: it did not end in one of the two
     */
    record Strayed(String of, @Nullable Duration start, @Nullable Duration end) {
        boolean isClose() {
            return start != null && end != null && start.abs().compareTo(CLOSE) <= 0 && end.abs().compareTo(CLOSE) <= 0;
        }

        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("try", of);
            data.put("start_s", start == null ? null : start.toMillis() / 1000.0);
            data.put("end_s", end == null ? null : end.toMillis() / 1000.0);
            return data;
        }
    }

    /**
     * Each try on record, in order.
     *
     * @param parallel how many local processes there may be at once; null: all that are ready
     */
    static List<Strayed> of(RunOrder order, Rehearsal rehearsal, RecordedRun record, @Nullable Integer parallel) {
        var capacity = parallel == null
                ? new Capacity(Map.of(), Integer.MAX_VALUE, _ -> false)
                : new Capacity(Map.of(), parallel, Wiring::isLocal);
        var again = new Replay(rehearsal.dag()).played(order, rehearsal.dag(), record, capacity);
        var strayed = new ArrayList<Strayed>();
        record.tries().forEach((attempt, times) -> {
            var other = again.tries().get(attempt);
            strayed.add(new Strayed(
                    attempt.toString(), other == null ? null : between(ran(times), ran(other)),
                    other == null ? null : between(times.ended(), other.ended())));
        });
        return strayed;
    }

    /** What had nothing to launch ran when it ended. */
    private static @Nullable Instant ran(RecordedRun.Times times) {
        return times.ran() == null ? times.ended() : times.ran();
    }

    private static @Nullable Duration between(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other == null ? null : Duration.between(one, other);
    }

    private RecordedRun played(RunOrder order, Dag dag, RecordedRun record, Capacity capacity) {
        var time = new VirtualTime(record.start());
        var configuration = order.configuration();
        var settings = new EngineSettings(
                new Home(configuration.home()).logs(), order.surroundings(), capacity,
                configuration.platformRetries(), configuration.unreachableTimeout(), configuration.relaunchUnreachable(), _ -> Map.of());
        try (var store = Store.inMemory("comporta simulate");
                var life = new Simulation(store, StandIns.of(dag, time, record), settings, time, new SplittableRandom(1), this,
                        () -> Duration.ZERO)) {
            life.begin(dag, order.file(), order.source(), version -> new NewRun(
                    dag.id(), record.key(), version, RunType.MANUAL, record.start(), null, null, FastRun.inventedParams(order), Map.of(),
                    "", time.instant()),
                    Set.of());
            while (last == null && life.step()) {
                // until the run is over
            }
            var over = last;
            if (over != null) {
                lines.ended(over, null);
            }
        }
        return RecordedRun.of(heard.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** Whether each start and each end is within a second. */
    static boolean tell(List<Strayed> all, Terminal terminal, boolean json) {
        var far = all.stream().filter(each -> !each.isClose()).toList();
        if (json) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("tries", all.size());
            data.put("close", all.size() - far.size());
            data.put("strayed", far.stream().map(Strayed::json).toList());
            terminal.out().println(PlainData.toJson(data));
        } else {
            terminal.out()
                    .println(all.size() + " tries replayed, " + (all.size() - far.size())
                            + " of them began and ended within a second of the record");
            far.forEach(each -> terminal.out().println("  " + each.of() + ": "
                    + (each.start() == null ? "it did not run" : "its start strays by " + each.start().toMillis() / 1000.0 + " s")
                    + (each.end() == null ? ", it did not end" : ", its end by " + each.end().toMillis() / 1000.0 + " s")));
        }
        return far.isEmpty();
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        lines.committed(run, changes);
    }

    @Override
    public void over(RunPicture picture) {
        last = picture;
    }
}
