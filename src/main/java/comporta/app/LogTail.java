package comporta.app;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The last lines of what a try wrote.
 *
 * @param file stderr, or stdout when nothing went to stderr
 */
record LogTail(Path file, List<String> lines) {
    private static final int READ_BYTES = 8192;

    /** The last lines of the try whose log lies in that folder; no lines when it wrote nothing. */
    static LogTail of(Path logFolder, int most) {
        var stderr = logFolder.resolve("stderr");
        var lines = last(stderr, most);
        var stdout = logFolder.resolve("stdout");
        return lines.isEmpty() && Files.exists(stdout) ? new LogTail(stdout, last(stdout, most)) : new LogTail(stderr, lines);
    }

    private static List<String> last(Path file, int most) {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            long begin = Math.max(0, open.length() - READ_BYTES);
            var bytes = new byte[(int) (open.length() - begin)];
            open.seek(begin);
            open.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).stripTrailing().lines().toList();
            // The first line may have been cut in two.
            int from = Math.max(begin > 0 && lines.size() > 1 ? 1 : 0, lines.size() - most);
            return lines.subList(from, lines.size()).stream().map(Columns::plain).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
