package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tasks handed on in their last real success: a JSON object for each DAG, by task. Runs that end side by side write one after the
 * other; what cannot be read is left out, since only {@code run --fast} asks for it.
 */
record OutputHistory(Path folder) {

    /** Outputs of the tasks of {@code dag} that ran before. */
    Map<TaskId, Map<String, Object>> last(Dag dag) {
        var last = new HashMap<TaskId, Map<String, Object>>();
        try {
            var file = file(dag.id());
            var written = Files.exists(file) ? PlainData.mapFromJson(Files.readString(file)) : Map.<String, Object>of();
            dag.tasks().keySet().stream()
                    .filter(task -> written.containsKey(task.value()))
                    .forEach(task -> last.put(task, PlainData.block(written, task.value())));
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
        return last;
    }

    /** Takes the outputs of a run that is over in place of those known before; none changes nothing. */
    void add(DagId dag, Map<TaskId, Map<String, Object>> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        var file = file(dag);
        try {
            Files.createDirectories(folder);
            try (var open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var _ = open.lock()) {
                var all = new TreeMap<>(written(file));
                outputs.forEach((task, values) -> all.put(task.value(), values));
                open.truncate(0);
                open.write(StandardCharsets.UTF_8.encode(PlainData.toJson(all)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("outputs cannot be kept in " + file, e);
        }
    }

    private static Map<String, Object> written(Path file) throws IOException {
        try {
            return PlainData.mapFromJson(Files.readString(file));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private Path file(DagId dag) {
        return folder.resolve(dag.value());
    }
}
