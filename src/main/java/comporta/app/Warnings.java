package comporta.app;

import comporta.dag.Deadline;
import comporta.decide.Notice;
import comporta.decide.Notices;
import comporta.decide.TimeLimit;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whoever hears of a missed deadline hears when it is likely to be: once, and again only when the chance to keep it has halved since, or
 * when it was safe in between. For one thread.
 */
final class Warnings {
    /** Below that share of the line all is clear again: a chance that moves about the line is told once. */
    private static final double CLEAR = 0.5;
    /** From there on there is nothing left to tell. */
    private static final double AS_GOOD_AS_LATE = 0.95;
    private static final double TINY = 1e-9;
    private static final int MOST = 10_000;

    private final Map<Of, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, Told> eldest) {
            return size() > MOST;
        }
    };

    /** One deadline of a run. */
    private record Of(long run, int task, int mapIndex, int number, Instant dueAt) {}

    /**
     * What was told last.
     *
     * @param isClear whether it has been safe since
     */
    private record Told(double late, boolean isClear) {
        boolean isOutdatedBy(double now) {
            return isClear || (late < AS_GOOD_AS_LATE && 1 - now <= (1 - late) / 2 + TINY);
        }
    }

    /** What is to be told now. The first word on a deadline is the same notice as before a restart, which nobody is sent twice. */
    List<Notice> of(RunPicture picture, RunForecast forecast) {
        var notices = new ArrayList<Notice>();
        for (var each : forecast.deadlines()) {
            var line = line(picture, each);
            var key = new Of(picture.run().id(), each.task(), each.mapIndex(), each.number(), each.dueAt());
            var before = told.get(key);
            if (line > 0 && each.late() >= line && (before == null || before.isOutdatedBy(each.late()))) {
                told.put(key, new Told(each.late(), false));
                Notices.atRisk(
                        picture.dag(), picture.run(), each.task() == TimeLimit.RUN ? null : picture.tasks().get(each.task()).task().id(),
                        each.mapIndex(),
                        new Notices.Risk(each.late(), each.p50(), each.dueAt()), before == null ? each.dueAt() : forecast.madeAt())
                                .ifPresent(notices::add);
            } else if (before != null && each.late() < CLEAR * line) {
                told.put(key, new Told(each.late(), true));
            }
        }
        return notices;
    }

    private static double line(RunPicture picture, RunForecast.OfDeadline of) {
        List<Deadline> written = of.task() == TimeLimit.RUN ? picture.dag().deadlines() : picture.tasks().get(of.task()).task().deadlines();
        return of.number() < written.size() ? written.get(of.number()).atRisk() : 0;
    }
}
