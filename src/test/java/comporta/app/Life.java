package comporta.app;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One life of the real program: a process of its own, and what it said until it ended or was killed. */
final class Life {
    private final Process process;
    private final Path out;
    private final Path err;
    private boolean killed;

    private Life(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts {@code comporta} with those words, on the class path of the tests; its outputs go to files of that name. */
    static Life start(Path home, Path outputs, List<String> options, List<String> words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(words);
        var out = outputs.resolveSibling(outputs.getFileName() + ".out");
        var err = outputs.resolveSibling(outputs.getFileName() + ".err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPORTA"));
        builder.environment().put("COMPORTA_HOME", home.toString());
        return new Life(builder.start(), out, err);
    }

    /** Waits for the end, and makes it come by SIGKILL when the life lasts longer than that. */
    void endWithin(long millis) throws InterruptedException {
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            killed = process.waitFor() == 128 + 9;   // it may have ended by itself meanwhile
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean wasKilled() {
        return killed;
    }

    /** The objects that it printed; a line that was cut short does not count. */
    List<Map<String, Object>> told() throws IOException {
        var text = Files.readString(out);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(PlainData::mapFromJson).toList();
    }

    String complaints() throws IOException {
        return Files.readString(err);
    }
}
