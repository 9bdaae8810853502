package comporta.app;

import comporta.dag.PlainData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One life of the program: a process of its own, and what it said until it ended or was killed. */
final class Life {
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final CountDownLatch spoke = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread outReader;
    private final Thread errReader;
    private final long began = System.nanoTime();
    private boolean killed;

    Life(Process process) {
        this.process = process;
        outReader = Thread.ofVirtual().start(() -> read(process.inputReader(), out, told));
        errReader = Thread.ofVirtual().start(() -> read(process.errorReader(), err, spoke));
    }

    private void read(BufferedReader from, List<String> lines, CountDownLatch first) {
        try (from) {
            for (var line = from.readLine(); line != null; line = from.readLine()) {
                lines.add(line);
                spoke.countDown();
                first.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            spoke.countDown();
            first.countDown();
        }
    }

    /** Waits for its first word, or its end. */
    void awaitFirstWord() throws InterruptedException {
        spoke.await();
    }

    /** Waits for the first thing that it tells, complaints left out, or its end. */
    void awaitTold() throws InterruptedException {
        told.await();
    }

    /** SIGKILL, unless it ends by itself within that time. */
    void killAfter(long micros) throws InterruptedException {
        if (!process.waitFor(micros, TimeUnit.MICROSECONDS)) {
            process.toHandle().destroyForcibly();   // unlike the process's own, it leaves us what is still in the pipes
        }
        end();
    }

    /** Sends it a signal, such as {@code STOP} or {@code CONT}. */
    void signal(String name) throws InterruptedException, IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).redirectErrorStream(true).start().waitFor();
    }

    /** SIGHUP, unless it ends by itself within that time: it is to let its run go. */
    void hangUpAfter(long micros) throws InterruptedException, IOException {
        if (!process.waitFor(micros, TimeUnit.MICROSECONDS)) {
            signal("HUP");
        }
        end();
    }

    /** Whether it left its run going, in order. */
    boolean hasLetGo() {
        return complaints().contains("is let go: what runs goes on");
    }

    /** Lets it live. */
    void end() throws InterruptedException {
        int code = process.waitFor();
        killed = code == 128 + 9 || code == 128 + 1;   // SIGHUP before anybody listens for it
        outReader.join();
        errReader.join();
    }

    /** Milliseconds since its start. */
    long age() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Whether it never told of its run. */
    boolean wasSilent() {
        return out.isEmpty() && !complaints().contains("going on with run");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean wasKilled() {
        return killed;
    }

    /** The objects that it printed. */
    List<Map<String, Object>> told() {
        var told = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < out.size(); i++) {
            try {
                told.add(PlainData.mapFromJson(out.get(i)));
            } catch (IllegalArgumentException e) {
                if (!killed || i < out.size() - 1) {   // only the last words of the killed may be cut short
                    throw e;
                }
            }
        }
        return told;
    }

    /** Waits until it tells that the task is in that state, or its end. */
    void awaitState(String state, String task) throws InterruptedException {
        var words = "\"task_id\":\"" + task + "\"";
        var told = "\"state\":\"" + state + "\"";
        while (process.isAlive() && out.stream().noneMatch(line -> line.contains(words) && line.contains(told))) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
    }

    /** SIGTERM, as Ctrl-C in a terminal. */
    void interrupt() {
        process.toHandle().destroy();
    }

    /** Writes what it said into files of that name. */
    void keep(Path file) throws IOException {
        Files.write(file.resolveSibling(file.getFileName() + ".out"), out);
        Files.write(file.resolveSibling(file.getFileName() + ".err"), err);
    }

    String complaints() {
        return String.join("\n", err);
    }
}
