package comporta.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The empty folders that jobs are lent. One that comes back as empty as it went is lent again: making and removing a folder costs many file
 * systems more than starting the job.
 */
final class Scratches {
    private static final Logger LOG = LoggerFactory.getLogger(Scratches.class);

    private final Path all;
    private final Path own;
    private final Queue<File> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();

    /**
     * @param all folder of the scratch folders of every scheduler of this state
     */
    Scratches(Path all) {
        this.all = all;
        this.own = all.resolve(Host.thisProcess());
    }

    String lend() {
        var again = free.poll();
        if (again != null) {
            return again.toString();
        }
        try {
            var fresh = own.resolve(Integer.toString(made.incrementAndGet()));
            Files.createDirectories(fresh);
            return fresh.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a scratch folder in " + own, e);
        }
    }

    /** The job is over, or never began. */
    void takeBack(LocalLaunch launch) {
        var folder = new File(launch.scratch);
        launch.scratch = "";
        if (!folder.toPath().startsWith(all)) {
            return;
        }
        var left = folder.list();
        if (left != null && left.length == 0 && folder.toPath().startsWith(own)) {
            free.add(folder);
        } else if (left != null) {
            Thread.ofVirtual().name("local-scratch").start(() -> remove(folder.toPath()));
        }
    }

    /** Removes what schedulers that are no more have left, but for what is still lent. */
    void cleanUp(Set<String> lent) {
        for (var scheduler : children(all)) {
            if (!scheduler.toPath().equals(own) && !Host.isProcess(scheduler.getName())) {
                for (var folder : children(scheduler)) {
                    if (!lent.contains(folder.toString())) {
                        remove(folder.toPath());
                    }
                }
                boolean ignored = scheduler.delete(); // once nothing in it is lent
            }
        }
    }

    void close() {
        free.forEach(File::delete);
        boolean ignored = own.toFile().delete(); // unless a job goes on
    }

    private static File[] children(Object folder) {
        var files = new File(folder.toString()).listFiles();
        return files == null ? new File[0] : files;
    }

    private static void remove(Path root) {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            if (Files.exists(root)) { // and not merely removed by another of our threads, or with all of the state
                LOG.warn("Cannot remove the scratch folder {}: {}", root, e.toString());
            }
        }
    }
}
