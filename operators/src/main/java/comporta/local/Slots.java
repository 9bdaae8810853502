package comporta.local;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** How many processes may run at once, and who waits for one to end. */
final class Slots {
    private final Queue<LocalLaunch> waiting = new ArrayDeque<>();
    private int free;

    Slots(int parallel) {
        this.free = parallel;
    }

    /** Whether the launch may start now; if not, it waits in line. */
    synchronized boolean take(LocalLaunch launch) {
        if (free > 0) {
            free--;
            return true;
        }
        waiting.add(launch);
        return false;
    }

    /** A launch that runs already takes its slot, even if that is one too many. */
    synchronized void occupy() {
        free--;
    }

    /** Gives a slot back; whoever is first in line has it now, and is to be started. */
    synchronized Optional<LocalLaunch> giveBack() {
        if (free >= 0 && !waiting.isEmpty()) {
            return Optional.of(waiting.remove());
        }
        free++;
        return Optional.empty();
    }

    /** Whether it stood in line and does no more. */
    synchronized boolean leave(LocalLaunch launch) {
        return waiting.remove(launch);
    }
}
