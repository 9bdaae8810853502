package comporta.dagfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a look at a dags folder when something in it has changed and is at rest, and every few seconds whatever the system says: events
 * are lost on network file systems, and where a link far above is replaced.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration REST = Duration.ofMillis(150);
    private static final Duration LONGEST_UNREST = Duration.ofSeconds(2);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE};

    private final Path folder;
    private final Duration sweep;
    private final Runnable look;
    private final WatchService service;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private final Thread thread;
    private @Nullable WatchKey above;

    /**
     * Watches from now on.
     *
     * @param sweep how often to look without being told
     * @param look called by one thread; a call that fails is made again at the next sweep
     */
    public FolderWatch(Path folder, Duration sweep, Runnable look) {
        this.folder = folder.toAbsolutePath().normalize();
        this.sweep = sweep;
        this.look = look;
        try {
            service = this.folder.getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("the system has no more watches to give; raise fs.inotify.max_user_instances", e);
        }
        thread = Thread.ofPlatform().daemon().name("dags").unstarted(this::watch);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                // In this order: what changes before a folder is watched is seen by the look, what changes later is told.
                register();
                try {
                    look.run();
                } catch (RuntimeException e) {
                    LOG.error("a look at the dags folder {} failed", folder, e);
                }
                awaitChange();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("the watch over {} ends", folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when something has changed and a while passed without more of it, or when it is time for a sweep. */
    private void awaitChange() throws InterruptedException {
        long until = System.nanoTime() + sweep.toNanos();
        while (true) {
            var key = service.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (key == null) {
                return;
            }
            if (concerns(key)) {
                break;
            }
        }
        long enough = System.nanoTime() + LONGEST_UNREST.toNanos();
        for (var more = rest(); more != null && System.nanoTime() < enough; more = rest()) {
            more.pollEvents();
            more.reset();
        }
    }

    private @Nullable WatchKey rest() throws InterruptedException {
        return service.poll(REST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Beside the folder only the folder itself matters: it may be a link, and replaced. */
    private boolean concerns(WatchKey key) {
        boolean concerns = !key.equals(above)
                || key.pollEvents().stream().anyMatch(event -> event.context() == null || event.context().equals(folder.getFileName()));
        key.pollEvents();
        key.reset();
        return concerns;
    }

    private void register() {
        watched.values().removeIf(key -> !key.isValid());
        try {
            var parent = folder.getParent();
            if (parent != null && Files.isDirectory(parent)) {
                above = parent.register(service, KINDS);
            }
            var real = folder.toRealPath();
            Files.walkFileTree(real, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) throws IOException {
                    if (!inner.equals(real) && String.valueOf(inner.getFileName()).startsWith(".")) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (!watched.containsKey(inner)) {
                        watched.put(inner, inner.register(service, KINDS));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException why) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("the sweeps do the watching over {}: {}", folder, e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("the watch over {} does not end well", folder, e);
        }
        boolean interrupted = false;
        while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
