import comporta.dag.PlainData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What one whole process of {@code comporta run} cost. */
record LocalRun(double millisPerTask, double cpuPerTask, double residentMegabytes, double firstTaskSeconds, double lastTenth) {

    /**
     * Runs a DAG.
     *
     * @param home {@code $COMPORTA_HOME}
     * @param database address of a PostgreSQL; null: a file
     */
    static LocalRun of(Path comporta, Path home, Path dag, int parallel, String database) throws Exception {
        var builder = new ProcessBuilder(List.of(
                comporta.toString(), "run", dag.toString(), "--fresh", "--output", "json", "--parallel", Integer.toString(parallel),
                "--database", database == null ? "h2" : database));
        builder.environment().put("COMPORTA_HOME", home.toString());
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var usage = new AtomicReference<>(new Usage(0, 0, 0));
        var sampler = Thread.ofPlatform().daemon().start(() -> sample(process.pid(), usage));
        var ends = new ArrayList<Instant>();
        Instant started = null;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = PlainData.mapFromJson(line);
                var at = event.get("at");
                if ("run_started".equals(event.get("event"))) {
                    started = Instant.parse(String.valueOf(at));
                } else if ("task_state".equals(event.get("event")) && "success".equals(event.get("state"))) {
                    ends.add(Instant.parse(String.valueOf(at)));
                }
            }
        }
        if (process.waitFor() != 0 || started == null) {
            throw new IllegalStateException(dag + " ended with " + process.exitValue());
        }
        sampler.join();
        double total = seconds(started, ends.getLast());
        int tenth = Math.max(1, ends.size() / 10);
        double last = tenth / seconds(ends.get(ends.size() - 1 - tenth), ends.getLast());
        return new LocalRun(
                total * 1000 / ends.size(), usage.get().cpuMillis() / ends.size(), usage.get().peakMegabytes(),
                seconds(started, ends.getFirst()), last / (ends.size() / total));
    }

    private static void sample(long pid, AtomicReference<Usage> latest) {
        try {
            while (true) {
                latest.set(Usage.of(pid));
                Thread.sleep(20);
            }
        } catch (IOException e) {
            // It has just ended: what was read last counts.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
