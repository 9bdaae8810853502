import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** DAG files whose tasks run {@code /bin/true}. */
record Shapes(Path folder) {

    Path chain(int length) throws IOException {
        var tasks = new StringBuilder();
        for (int i = 0; i < length; i++) {
            tasks.append("  t").append(i).append(": {job: {command: [/bin/true]}").append(i == 0 ? "" : ", depends_on: t" + (i - 1)).append("}\n");
        }
        return write("chain", "", tasks.toString());
    }

    /** One, then so many side by side, then one. */
    Path fan(int width) throws IOException {
        var tasks = new StringBuilder("  first: {job: {command: [/bin/true]}}\n");
        var names = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            names.add("t" + i);
            tasks.append("  t").append(i).append(": {job: {command: [/bin/true]}, depends_on: first}\n");
        }
        tasks.append("  last: {job: {command: [/bin/true]}, depends_on: [").append(String.join(", ", names)).append("]}\n");
        return write("fan", "", tasks.toString());
    }

    /** Each task of a layer waits for three of the layer before. */
    Path layers(String name, int depth, int width) throws IOException {
        var tasks = new StringBuilder();
        for (int layer = 0; layer < depth; layer++) {
            for (int i = 0; i < width; i++) {
                tasks.append("  t").append(layer).append('-').append(i).append(": {job: {command: [/bin/true]}");
                if (layer > 0) {
                    var above = new ArrayList<String>();
                    for (int k : new int[] {i, (i + 1) % width, (i + 7) % width}) {
                        var task = "t" + (layer - 1) + "-" + k;
                        if (!above.contains(task)) {
                            above.add(task);
                        }
                    }
                    tasks.append(", depends_on: [").append(String.join(", ", above)).append("]");
                }
                tasks.append("}\n");
            }
        }
        return write(name, "", tasks.toString());
    }

    /** A single task. */
    Path one(String name, String schedule) throws IOException {
        return write(name, schedule.isEmpty() ? "" : "schedule: " + schedule + "\n", "  only: {job: {command: [/bin/true]}}\n");
    }

    private Path write(String name, String head, String tasks) throws IOException {
        var file = folder.resolve(name + ".yaml");
        Files.writeString(file, "dag: " + name + "\nowner: bench\n" + head + "defaults: {execution_timeout: 1h}\ntasks:\n" + tasks);
        return file;
    }
}
