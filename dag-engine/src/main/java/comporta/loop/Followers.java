package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.TaskId;
import comporta.decide.Arrivals;
import comporta.decide.Change;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskState;
import comporta.store.Standing;
import comporta.store.Store;
import comporta.store.Ticks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Listens for DAGs whose schedule follows others. What was a success is read from the history, from the row on that each has heard last: so
 * nothing is missed between the commit of a success and that of what follows from it, or while nobody was there.
 */
final class Followers {
    private final Store store;
    private final Ticker ticker;
    private final Set<DagId> followed = new HashSet<>();
    private boolean news;

    Followers(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /** The folder is another: who follows whom is looked up anew. */
    void look() {
        followed.clear();
        followers().forEach(clock -> entries(clock).forEach(entry -> followed.add(entry.dag())));
        news = !followed.isEmpty();
    }

    private List<DagClock> followers() {
        return ticker.clocks().stream().filter(clock -> clock.follows() != null).toList();
    }

    private static List<Dependency.OnDag> entries(DagClock clock) {
        var follows = clock.follows();
        return follows == null ? List.of() : follows.of();
    }

    /** A run moved, and that is committed; true: somebody wants to hear of it. */
    boolean committed(DagRun run, List<Change> changes) {
        news |= followed.contains(run.dag()) && changes.stream().anyMatch(Followers::isSuccess);
        return news;
    }

    private static boolean isSuccess(Change change) {
        return (change instanceof Change.RunMoved run && run.after().state() == RunState.SUCCESS)
                || (change instanceof Change.TaskMoved task && task.after().state() instanceof TaskState.Success);
    }

    /** Takes down what there is to hear. */
    void listen(Instant now) {
        while (news) {
            var last = store.ticks().heard();
            var followers = followers();
            var from = followers.stream().mapToLong(clock -> clock.standing().heardUntil()).min().orElse(last);
            var successes = store.ticks().successes(from, last);
            var until = successes.size() < 1000 ? last : successes.getLast().history();
            hear(followers, successes, until, now);
            news = until < last;
        }
    }

    private void hear(List<DagClock> followers, List<Ticks.Success> successes, long until, Instant now) {
        Map<DagId, List<Arrivals.Arrival>> arrivals = new LinkedHashMap<>();
        var standings = new LinkedHashMap<DagClock, Standing>();
        for (var clock : followers) {
            var heard = new ArrayList<Arrivals.Arrival>();
            for (var success : successes) {
                if (success.history() > clock.standing().heardUntil()) {
                    arrive(clock, success, heard);
                }
            }
            if (!heard.isEmpty()) {
                arrivals.put(clock.standing().dag(), heard);
            }
            if (until > clock.standing().heardUntil()) {
                standings.put(clock, clock.standing().heard(until));
            }
        }
        store.ticks().hear(arrivals, standings.values());
        standings.forEach((clock, standing) -> {
            clock.heard(standing);
            if (arrivals.containsKey(standing.dag())) {
                clock.expects(now);
            }
        });
    }

    private static void arrive(DagClock clock, Ticks.Success success, List<Arrivals.Arrival> heard) {
        var entries = entries(clock);
        for (int entry = 0; entry < entries.size(); entry++) {
            TaskId task = entries.get(entry).task();
            if (entries.get(entry).dag().equals(success.dag())
                    && (task == null ? success.task() == null : task.value().equals(success.task()))) {
                heard.add(new Arrivals.Arrival(entry, success.run(), success.logicalDate(), success.at()));
            }
        }
    }
}
