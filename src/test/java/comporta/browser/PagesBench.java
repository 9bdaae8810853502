package comporta.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the pages are with 100,000 runs, 2,000 DAGs, graphs of thousands of tasks and a log of 1 GB: {@code bench/pages}, which names the folder
 * of the benchmarks. Figures are printed, and nothing is claimed of them here.
 */
@InABrowser
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "comporta.bench", matches = ".+", disabledReason = "no folder of benchmarks is named")
final class PagesBench {
    private static final int RUNS = Integer.getInteger("comporta.bench.runs", 100_000);
    private static final int DAGS = Integer.getInteger("comporta.bench.dags", 2_000);

    @TempDir
    private Path folder;

    @Test
    void isMeasured() throws Exception {
        var files = new ArrayList<>(List.of(
                flat("wide", 50), flat("grid", 2_000), layers("large", 1_000, 100, ""), layers("larger", 5_000, 100, "g"),
                "dag: steps\ntasks:\n  a: {run: sleep 0.4}\n  b: {run: sleep 0.4, depends_on: a}\n  c: {run: sleep 0.4, depends_on: b}\n  d: {run: sleep 0.4, depends_on: c}\n",
                "dag: log\ntasks:\n  says: {run: echo begun}\n"));
        for (int i = files.size(); i < DAGS; i++) {
            files.add("dag: d" + i + "\ndescription: Number " + i + "\nowner: bench\nschedule: {cron: \"0 1 * * *\"}\ntasks:\n  only: {run: \"true\"}\n");
        }
        RunningServer.in(folder, files).close();   // it makes the tables, and knows the DAGs
        load();
        try (var server = RunningServer.in(folder, List.of()); var reader = new Reader()) {
            new PageMeasures(folder, server, reader).all();
        }
    }

    private static String flat(String name, int tasks) {
        var text = new StringBuilder("dag: " + name + "\ntasks:\n");
        for (int i = 0; i < tasks; i++) {
            text.append("  t").append(i).append(": {run: \"true\"}\n");
        }
        return text.toString();
    }

    private static String layers(String name, int tasks, int wide, String group) {
        var text = new StringBuilder("dag: " + name + "\n");
        if (!group.isEmpty()) {
            text.append("groups: {");
            for (int i = 0; i < tasks / wide; i++) {
                text.append(i == 0 ? "" : ", ").append(group).append(i).append(": {}");
            }
            text.append("}\n");
        }
        text.append("tasks:\n");
        for (int i = 0; i < tasks; i++) {
            text.append("  t").append(i).append(": {run: \"true\"");
            if (!group.isEmpty()) {
                text.append(", group: ").append(group).append(i / wide);
            }
            if (i >= wide) {
                text.append(", depends_on: [t").append(i - wide).append(", t").append((i - wide) / wide * wide + i * 7 % wide).append(']');
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private void load() throws Exception {
        var begin = System.nanoTime();
        var loads = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Path.of(System.getProperty("comporta.bench"), "BulkHistory.java").toString(),
                "jdbc:h2:file:" + folder.resolve("home/db/comporta") + ";CACHE_SIZE=262144", "sa", "wide", "1", Integer.toString(RUNS),
                "10", "grid", "200001", "60", "2000")
                .inheritIO().start();
        assertThat(loads.waitFor()).isZero();
        System.out.printf("%,d runs with %,d task instances were loaded in %.0f s%n", RUNS + 60, RUNS * 10 + 120_000, (System.nanoTime() - begin) / 1e9);
    }
}
