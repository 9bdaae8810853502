package comporta.monasca;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Metrics that wait to be sent, on disk: one JSON object a line, the oldest first. When it is full the oldest go. One thread uses it.
 */
final class MetricBuffer {
    private final Path file;
    private final int most;
    private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
    private long lines;
    private long dropped;

    /**
     * Takes up what is in the file; a last line that a crash has torn is left out.
     *
     * @param most how many are kept
     */
    MetricBuffer(Path file, int most) throws IOException {
        this.file = file;
        this.most = most;
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                try {
                    waiting.add(PlainData.mapFromJson(line));
                } catch (IllegalArgumentException e) {
                    // torn
                }
            }
        }
        rewrite();
    }

    /** Keeps more; written when this returns. */
    void add(List<Map<String, Object>> metrics) throws IOException {
        waiting.addAll(metrics);
        var text = new StringBuilder();
        metrics.forEach(metric -> text.append(PlainData.toJson(metric)).append('\n'));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines += metrics.size();
        while (waiting.size() > most) {
            waiting.removeFirst();
            dropped++;
        }
        if (lines > 2L * most) {
            rewrite();
        }
    }

    /** The oldest, at most so many. */
    List<Map<String, Object>> first(int number) {
        return waiting.stream().limit(number).toList();
    }

    /** The oldest are sent, or can never be. */
    void done(int number) throws IOException {
        for (int i = 0; i < number && !waiting.isEmpty(); i++) {
            waiting.removeFirst();
        }
        if (waiting.isEmpty() || lines > 2L * most) {
            rewrite();
        }
    }

    /** How many were let go because there was no room. */
    long dropped() {
        return dropped;
    }

    private void rewrite() throws IOException {
        var text = new ArrayList<String>();
        waiting.forEach(metric -> text.add(PlainData.toJson(metric)));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        lines = text.size();
    }
}
