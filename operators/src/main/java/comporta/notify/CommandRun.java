package comporta.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command of this host with the letter on its stdin and in its environment. */
record CommandRun(Duration limit) {
    /** What a command gets of our own environment. */
    private static final Set<String> PASSES = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
    private static final int SHOWN = 200;

    /**
     * Runs it to its end.
     *
     * @param words program and arguments
     * @throws NotDelivered unless it ends with exit code 0 in time
     */
    void run(List<String> words, Mail letter) throws NotDelivered, InterruptedException {
        Path output = null;
        try {
            output = Files.createTempFile("comporta-notify", ".out");
            var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().retainAll(PASSES);
            builder.environment().putAll(environment(letter));
            run(builder.start(), letter, output);
        } catch (IOException e) {
            throw new NotDelivered("the command cannot be run: " + e.getMessage(), true);
        } finally {
            delete(output);
        }
    }

    private void run(Process process, Mail letter, Path output) throws NotDelivered, InterruptedException, IOException {
        try {
            hand(letter, process);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NotDelivered("the command did not end within " + limit.toSeconds() + "s", true);
            }
            if (process.exitValue() != 0) {
                throw new NotDelivered("the command ended with exit code " + process.exitValue() + said(output), true);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A command need not read what it is told. */
    private static void hand(Mail letter, Process process) {
        try (var in = process.getOutputStream()) {
            in.write((letter.message() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has closed its stdin: its exit code says whether that was meant.
        }
    }

    private static String said(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            var text = new String(in.readNBytes(SHOWN), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse("");
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static Map<String, String> environment(Mail letter) {
        var environment = new LinkedHashMap<String, String>();
        letter.notice().data().forEach((name, value) ->
                environment.put("COMPORTA_" + name.toUpperCase(Locale.ROOT), value == null ? "" : value.toString()));
        environment.put("COMPORTA_MESSAGE", letter.message());
        return environment;
    }
}
