package comporta.decide;

import comporta.operator.LaunchId;
import comporta.run.Launch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The launches of one try in order of number, counted as they move: a try of a thousand machines pays for one of them at a time. One may
 * stand over another and hide what moved since; the lower one stays as it is.
 */
final class TryLaunches {
    private final @Nullable TryLaunches below;
    private final Map<LaunchId, Launch> here = new LinkedHashMap<>();
    private int known;
    private int open;
    private int lost;
    private int ended;
    private int succeeded;
    private int copies;

    TryLaunches() {
        below = null;
    }

    TryLaunches(TryLaunches below) {
        this.below = below;
        known = below.known;
        open = below.open;
        lost = below.lost;
        ended = below.ended;
        succeeded = below.succeeded;
        copies = below.copies;
    }

    @Nullable Launch get(LaunchId id) {
        var found = here.get(id);
        return found == null && below != null ? below.get(id) : found;
    }

    void put(Launch launch) {
        var before = get(launch.intent().id());
        if (before != null) {
            count(before, -1);
        }
        count(launch, 1);
        here.put(launch.intent().id(), launch);
    }

    private void count(Launch launch, int by) {
        known += by;
        open += launch.isOpen() ? by : 0;
        copies += Copies.is(launch.intent()) ? by : 0;
        lost += launch.state() == Launch.State.LOST ? by : 0;
        var exit = Probe.is(launch) ? null : launch.exit();   // it is no part of the work
        ended += exit == null ? 0 : by;
        succeeded += exit != null && exit.isSuccess() ? by : 0;
    }

    /** How many may be alive outside. */
    int open() {
        return open;
    }

    /** Whether one of them is a second start of the same work. */
    boolean isDoubled() {
        return copies > 0;
    }

    /** How many are out of sight. */
    int lost() {
        return lost;
    }

    /** How many ran and are over. */
    int ended() {
        return ended;
    }

    /** How many ended well. */
    int succeeded() {
        return succeeded;
    }

    /** How many there are, without those that never started. */
    int counted() {
        return open + ended;
    }

    List<Launch> all() {
        if (below == null) {
            return List.copyOf(here.values());
        }
        var all = new ArrayList<Launch>(known);
        for (var launch : below.all()) {
            all.add(here.getOrDefault(launch.intent().id(), launch));
        }
        for (var launch : here.values()) {
            if (below.get(launch.intent().id()) == null) {
                all.add(launch);
            }
        }
        return all;
    }

    List<Launch> allOpen() {
        return all().stream().filter(Launch::isOpen).toList();
    }

    List<Launch> allLost() {
        return all().stream().filter(launch -> launch.state() == Launch.State.LOST).toList();
    }
}
