package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Wish;
import comporta.loop.Clockwork;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.store.NewRun;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One life of the real engine on the virtual clock. It goes on step by step in the thread of the caller, which is the one that writes to
 * the store. Closing it is a crash: what was committed and not carried out is left to the next life.
 */
public final class Simulation implements AutoCloseable {
    private static final Duration HELD_BACK = Duration.ofMillis(200);

    private final VirtualTime time;
    private final Clockwork works;
    private final VirtualErrands errands;
    private boolean flushing;

    /**
     * An engine that goes on with whatever the store holds.
     *
     * @param delay how long the next command takes from its commit until it is carried out
     */
    public Simulation(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            VirtualTime time,
            RandomGenerator tokens,
            Observer observer,
            Supplier<Duration> delay) {
        this(time, new VirtualErrands(time, delay), errands -> new Clockwork(store, operators, settings, time, tokens, observer, errands));
    }

    /** An engine on works of one's own making. */
    Simulation(VirtualTime time, VirtualErrands errands, Function<Executor, Clockwork> works) {
        this.time = time;
        this.errands = errands;
        this.works = works.apply(errands);
        start();
    }

    private void start() {
        works.start();
        works.turn();   // what the store holds is gone on with before anything new is begun
    }

    /** Begins a run, see {@link Clockwork#begin}. */
    public DagRun begin(Dag dag, Path dagFile, String source, Function<Long, NewRun> run, Set<TaskId> leftOut) {
        return works.begin(dag, dagFile, source, run, leftOut);
    }

    /** Puts a wish on record, see {@link Clockwork#wish}. */
    public long wish(Wish wish, String idempotencyKey) {
        return works.wish(wish, idempotencyKey);
    }

    /** The present picture of a run; empty when it is over and holds nothing any more. */
    public List<RunPicture> picture(long run) {
        return works.picture(run);
    }

    /** Answers what was signalled, or lets the next thing happen that is due; false: nothing will ever happen again by itself. */
    public boolean step() {
        if (works.turn()) {
            holdBack();
            return true;
        }
        var due = works.nextDue();
        var next = time.next();
        if (due != null && (next == null || !due.isAfter(next))) {
            time.reach(due);
            works.ring();
            return true;
        }
        return time.step();
    }

    /** What can wait joins the next commit, as it does where there are threads; but not for longer than there. */
    private void holdBack() {
        if (works.holdsBack() && !flushing) {
            flushing = true;
            errands.after(HELD_BACK, () -> {
                flushing = false;
                works.flush();
            });
        }
    }

    @Override
    public void close() {
        errands.close();
    }
}
