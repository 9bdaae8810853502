package comporta.loop;

import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Slots;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of the thread that decides, which knows more than what is committed; nothing changes by them. */
final class Questions {
    private final Store store;
    private final LiveRuns runs;
    private final InstantSource clock;

    Questions(Store store, LiveRuns runs, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.clock = clock;
    }

    /** Why tasks of a run stand where they stand; of all that wait when none is named. */
    List<Why> why(long run, @Nullable String task) {
        var held = runs.get(run);
        if (held != null) {
            return Whys.of(held, runs.all(), store, task, clock.instant());
        }
        var resting = runs.apart(store.look(run));   // it is over, or has not begun
        var all = new ArrayList<>(runs.all());
        all.add(resting);
        return Whys.of(resting, all, store, task, clock.instant());
    }

    /** What a wish would do to its run now; empty: there is no such run. */
    Optional<Preview> preview(Wish wish) {
        return asked(wish).map(run -> Preview.of(run.view(), wish, clock.instant()));
    }

    /** What moving a run to another version of its DAG would mean; empty: there is no such run, or it is of that version. */
    Optional<Movement> movement(Wish wish) {
        return asked(wish).flatMap(run -> Moves.preview(store, run.view(), wish, clock.instant()));
    }

    private Optional<LiveRun> asked(Wish wish) {
        var held = runs.get(wish.run());
        return held != null || !store.has(wish.run()) ? Optional.ofNullable(held) : Optional.of(runs.apart(store.look(wish.run())));
    }

    /** The present picture of a run that is live. */
    RunPicture now(LiveRun run) {
        return Pictures.of(run, runs.slots(), clock.instant());
    }

    /** A run that is over, from the store. */
    RunPicture last(long run) {
        return Pictures.of(runs.apart(store.look(run)), new Slots(), clock.instant());
    }
}
