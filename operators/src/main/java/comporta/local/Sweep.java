package comporta.local;

import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up behind jobs that are over: ends what they left outside of their process group, and removes the files of settled launches. Not
 * after each end: a while after some end, for all together, and never more than a twentieth of the time.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final long SOON = TimeUnit.SECONDS.toNanos(1);
    private static final long SHARE = 20;

    /** No shim takes so long from its start to its claim. */
    private static final long NO_SHIM_COMES_SO_LATE = TimeUnit.MINUTES.toNanos(1);

    private record Settled(LaunchFiles files, long since) {}

    private final Path launches;
    private final Scratches scratches;
    private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();
    private boolean isFirst = true;
    private boolean wanted = true; // an earlier life may have left something
    private long due = System.nanoTime() + SOON;

    Sweep(Path launches, Scratches scratches) {
        this.launches = launches;
        this.scratches = scratches;
    }

    /** Some launch has ended. */
    void want() {
        if (!wanted) {
            wanted = true;
            due = System.nanoTime() + SOON;
        }
    }

    /** The files of the launch are not needed any more. Where no shim wrote the end, one may still come, and has to find the claim. */
    void settled(LaunchFiles files) {
        if (files.removeEnd()) {
            files.removeClaim();
        } else {
            settled.add(new Settled(files, System.nanoTime()));
        }
    }

    boolean isWanted() {
        return wanted;
    }

    void runIfDue() {
        long now = System.nanoTime();
        if (wanted && now - due >= 0 && now - notBefore >= 0 && running.compareAndSet(false, true)) {
            wanted = false;
            Thread.ofVirtual().name("local-sweep").start(this::run);
        }
    }

    private void run() {
        long began = System.nanoTime();
        try {
            Processes.sweep(launches, Sweep::isOver);
            if (isFirst) {
                isFirst = false;
                scratches.cleanUp(lent());
            }
            for (Settled oldest; (oldest = settled.peek()) != null && began - oldest.since() > NO_SHIM_COMES_SO_LATE; ) {
                settled.remove();
                oldest.files().removeClaim();
            }
        } catch (RuntimeException e) {
            LOG.warn("Cannot clear up behind local jobs: {}", e.toString());
        } finally {
            notBefore = System.nanoTime() + SOON + SHARE * (System.nanoTime() - began);
            running.set(false);
        }
    }

    /** A settled launch has no exit file any more; what is not its shim was started by it, and so after its claim. */
    private static boolean isOver(String root, boolean isShim) {
        var files = new LaunchFiles(root);
        return files.exit().isPresent() || (!isShim && !files.isClaimed());
    }

    /** The scratch folders of jobs that may run. */
    private Set<String> lent() {
        var lent = new HashSet<String>();
        var names = launches.toFile().list((folder, name) -> name.endsWith(".claim"));
        for (var name : names == null ? new String[0] : names) {
            var root = new File(launches.toFile(), name).toString();
            var files = new LaunchFiles(root.substring(0, root.length() - ".claim".length()));
            if (files.exit().isEmpty()) {
                files.claim().ifPresent(claim -> lent.add(claim.scratch()));
            }
        }
        return lent;
    }
}
