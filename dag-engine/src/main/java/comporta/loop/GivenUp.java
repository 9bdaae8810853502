package comporta.loop;

import comporta.decide.Change;
import comporta.decide.Command;
import comporta.operator.LaunchId;
import comporta.run.Launch;
import comporta.store.Orphans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Launches that were given up while nobody could see them. Their backends end them on sight; whoever takes over says so again. */
final class GivenUp {
    private final Orphans store;
    private final Consumer<Command> dispatcher;
    private final Map<LaunchId, Orphans.Orphan> orphans = new LinkedHashMap<>();

    GivenUp(Orphans store, Consumer<Command> dispatcher) {
        this.store = store;
        this.dispatcher = dispatcher;
    }

    /** Those that a scheduler before this one gave up are to end still. */
    void recover() {
        for (var orphan : store.all()) {
            orphans.put(orphan.intent().id(), orphan);
            dispatcher.accept(new Command.Stop(orphan.intent(), true));
        }
    }

    void committed(List<Change> changes) {
        for (var change : changes) {
            if (change instanceof Change.LaunchMoved(var run, var launch, var _) && launch.state() == Launch.State.GIVEN_UP) {
                orphans.put(launch.intent().id(), new Orphans.Orphan(run, launch.task(), launch.intent()));
            }
        }
    }

    /** What was given up is certainly over: nothing of it has to be kept any more, here or outside. */
    void laidToRest(LaunchId launch) {
        var orphan = orphans.get(launch);
        if (orphan != null) {
            store.over(orphan);
            orphans.remove(launch);
            dispatcher.accept(new Command.Settle(orphan.intent()));
        }
    }

    void clear() {
        orphans.clear();
    }
}
