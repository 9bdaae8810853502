package comporta.loop;

import comporta.decide.RunView;
import comporta.decide.Situation;
import comporta.decide.Why;
import comporta.forecast.Outlook;
import comporta.run.RunState;
import comporta.store.Standing;
import comporta.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers why tasks of a run stand where they stand, by what is usual for each run that shares limits with it. */
final class Whys {
    private Whys() {}

    /** @param task null: all that wait */
    static List<Why> of(LiveRun asked, Collection<LiveRun> all, Store store, @Nullable String task, Instant now) {
        var run = asked.view().run();
        var pause = run.state() != RunState.QUEUED ? null : store.ticks().standings().stream()
                .filter(standing -> standing.dag().equals(run.dag()) && standing.paused())
                .map(Standing::pauseReason)
                .findFirst()
                .orElse(null);
        var byView = new IdentityHashMap<RunView, LiveRun>();
        all.forEach(each -> byView.put(each.view(), each));
        var situation = new Situation(
                asked.view(), all.stream().map(LiveRun::view).toList(), pause,
                view -> Outlook.ends(view, Objects.requireNonNull(byView.get(view)).usual(), now), now);
        return task == null ? Why.ofWaiting(situation) : Why.of(situation, task);
    }
}
