package comporta.api;

import comporta.dag.Dag;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Surroundings;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.run.Terms;
import comporta.simulate.DeadlineJudge;
import comporta.simulate.GeneratedNights;
import comporta.simulate.Rehearsal;
import comporta.simulate.Simulation;
import comporta.simulate.StandInValues;
import comporta.simulate.StandIns;
import comporta.simulate.VirtualTime;
import comporta.store.NewRun;
import comporta.store.Store;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One night of a DAG on the virtual clock, by the engine itself, with stand-ins for all that its tasks do.
 *
 * @param state of the run at its end
 * @param met whether it met its deadlines; null: it has none
 * @param notes what was made up, since nobody could be asked
 */
record PlayedNight(Instant from, Instant to, String state, @Nullable Boolean met, List<PlayedTask> tasks, List<String> notes) {
    private static final long SEED = 1;
    /** What happens at most; a night that never ends is left there. */
    private static final int STEPS = 2_000_000;

    /** How a task went; null: it never began. */
    record PlayedTask(String taskId, String state, @Nullable Instant from, @Nullable Instant to) {}

    /** @param timetable null: it begins now */
    static PlayedNight of(Dag dag, String text, @Nullable Timetable timetable, ZoneId zone, Instant now) {
        var tick = timetable == null ? null : timetable.next(now).orElse(null);
        var at = tick == null ? now : tick.at();
        var around = new Surroundings(zone, Map.of(), Map.of());
        var rehearsal = Rehearsal.of(dag, around, Map.of());
        var ready = rehearsal.dag();
        var time = new VirtualTime(at);
        var nights = new GeneratedNights(ready, SEED, Map.of(), rehearsal.outputs());
        var key = "scheduled-check";
        nights.next(key, at.atZone(zone).getDayOfWeek());
        var settings = new EngineSettings(
                Path.of("logs"), around, new Capacity(Map.of(), Integer.MAX_VALUE, _ -> false), Terms.PlatformRetries.DEFAULT,
                Duration.ofHours(6), false, _ -> Map.of());
        var end = new End();
        try (var store = Store.inMemory("check");
                var life = new Simulation(store, StandIns.of(ready, time, nights), settings, time, new SplittableRandom(SEED), end,
                        () -> Duration.ZERO)) {
            life.begin(ready, Path.of("checked.yaml"), text, version -> new NewRun(
                    ready.id(), key, version, RunType.SCHEDULED, at, tick == null ? null : tick.intervalStart(),
                    tick == null ? null : tick.intervalEnd(),
                    params(dag), Map.of(), "", at), Set.of());
            for (int step = 0; end.last == null && step < STEPS && life.step(); step++) {
                // until the run is over
            }
        }
        var last = end.last;
        return last == null
                ? new PlayedNight(at, time.instant(), "running", null, List.of(), rehearsal.invented())
                : shape(last, new DeadlineJudge(ready, zone), rehearsal.invented(), at);
    }

    private static PlayedNight shape(RunPicture last, DeadlineJudge judge, List<String> notes, Instant from) {
        var ended = last.run().endedAt();
        return new PlayedNight(
                from, ended == null ? last.at() : ended, last.run().state().word(),
                judge.hasDeadlines() ? judge.met(last.run(), last.tasks().stream().map(TaskPicture::instance).toList()) : null,
                last.tasks().stream().map(each -> new PlayedTask(
                        each.task().id().value(), each.instance().state().word(), each.instance().startedAt(),
                        each.instance().endedAt())).toList(),
                notes);
    }

    /** As the file says, and something of the kind where it says nothing. */
    private static Map<String, Object> params(Dag dag) {
        var params = new LinkedHashMap<String, Object>();
        dag.params().values().forEach(param -> {
            var given = param.defaultValue();
            params.put(param.name(), given == null ? StandInValues.of(param) : given);
        });
        return params;
    }

    /** Waits for the end. */
    private static final class End implements Observer {
        private @Nullable RunPicture last;

        @Override
        public void committed(DagRun run, List<Change> changes) {
            // only the end counts
        }

        @Override
        public void over(RunPicture picture) {
            last = picture;
        }
    }
}
