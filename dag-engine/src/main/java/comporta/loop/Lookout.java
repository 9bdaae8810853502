package comporta.loop;

import comporta.decide.Capacity;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Slots;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at runs as the store has them, in any process: one that stands by answers what the one that schedules would. For any thread. */
public final class Lookout {
    private final Store store;
    private final EngineSettings settings;
    private final Supplier<Capacity> capacity;
    private final InstantSource clock;

    /** @param capacity sizes of pools as they are now */
    public Lookout(Store store, EngineSettings settings, Supplier<Capacity> capacity, InstantSource clock) {
        this.store = store;
        this.capacity = capacity;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Why the tasks of a run stand where they stand, see {@link Engine#why}; what has just happened may not be committed yet.
     *
     * @throws comporta.store.StoreFailed when there is no such run
     * @throws UnreadableRun when this program cannot read the file that the run is pinned to
     */
    public List<Why> why(long run, @Nullable String task) {
        var slots = new Slots();
        var asked = LiveRun.restored(store.look(run), slots, capacity.get(), settings.surroundings(), settings);
        var all = new ArrayList<LiveRun>(List.of(asked));
        for (var other : store.live()) {
            if (other.id() != run) {
                restored(other, slots, all);
            }
        }
        return Whys.of(asked, all, store, task, clock.instant());
    }

    /**
     * What a wish would do to its run now, of which nothing is kept; empty: there is no such run.
     *
     * @throws UnreadableRun when this program cannot read the file that the run is pinned to
     */
    public Optional<Preview> preview(Wish wish) {
        return store.has(wish.run()) ? Optional.of(Preview.of(alone(wish.run()).view(), wish, clock.instant())) : Optional.empty();
    }

    /**
     * What a wish to move a run would mean, see {@link Engine#movement}.
     *
     * @throws UnreadableRun when this program cannot read the file that the run is pinned to
     */
    public Optional<Movement> movement(Wish wish) {
        return store.has(wish.run()) ? Moves.preview(store, alone(wish.run()).view(), wish, clock.instant()) : Optional.empty();
    }

    private LiveRun alone(long run) {
        return LiveRun.restored(store.look(run), new Slots(), capacity.get(), settings.surroundings(), settings);
    }

    /** A run that nobody can read holds no slots here. */
    private void restored(DagRun other, Slots slots, List<LiveRun> all) {
        try {
            all.add(LiveRun.restored(store.look(other.id()), slots, capacity.get(), settings.surroundings(), settings));
        } catch (UnreadableRun e) {
            // The engine tells of it.
        }
    }
}
