package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The program under test as the launcher would start it: from jars, with a cache of its classes, and with a database made beforehand. */
public final class Program {
    private static @Nullable Program shared;

    private final Path folder;
    private final List<String> command;

    private Program(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
    }

    /** The one of this JVM: packing and training take longer than many tests. */
    public static synchronized Program get() throws IOException, InterruptedException {
        var present = shared;
        if (present == null) {
            var folder = Files.createTempDirectory("comporta-program");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            present = in(folder);
            shared = present;
        }
        return present;
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The folder of temporary files is swept by others too.
        }
    }

    /** Packs what is on the class path of the tests. */
    private static Program in(Path folder) throws IOException, InterruptedException {
        var program = new Program(folder, List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=warning:stderr", "--enable-native-access=ALL-UNNAMED",
                "-cp", jars(folder)));
        program.train();
        return program;
    }

    /** A cache of classes knows no folders. */
    private static String jars(Path folder) {
        var jar = ToolProvider.findFirst("jar").orElseThrow();
        var packed = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
                var file = folder.resolve(packed.size() + ".jar").toString();
                assertThat(jar.run(System.out, System.err, "--create", "--file", file, "-C", entry, ".")).isZero();
                packed.add(file);
            } else if (entry.endsWith(".jar")) {
                packed.add(entry);
            }
        }
        return String.join(File.pathSeparator, packed);
    }

    private void train() throws IOException, InterruptedException {
        var log = folder.resolve("training.log");
        var training = builder(List.of("-XX:AOTCacheOutput=" + folder.resolve("aot"), template()), Training.class, List.of())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(training.waitFor()).as(() -> "training: " + said(log)).isZero();
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String template() {
        return "-D" + ServerDatabase.TEMPLATE_PROPERTY + "=" + folder.resolve("template.mv.db");
    }

    /**
     * Starts it with those words.
     *
     * @param withTemplate whether it finds the database made beforehand, or has to make all tables itself
     */
    Life start(Path home, boolean withTemplate, List<String> words) throws IOException {
        return new Life(process(home, withTemplate, words).start());
    }

    /** A process of it with those words, to be started. */
    public ProcessBuilder process(Path home, List<String> words) {
        return process(home, true, words);
    }

    private ProcessBuilder process(Path home, boolean withTemplate, List<String> words) {
        return process(withTemplate ? List.of(template()) : List.of(), Map.of("COMPORTA_HOME", home.toString()), words);
    }

    /**
     * Starts it with those words.
     *
     * @param options of the virtual machine
     * @param environment ours in place of what it would inherit
     */
    Life start(List<String> options, Map<String, String> environment, List<String> words) throws IOException {
        var all = new ArrayList<>(List.of(template()));
        all.addAll(options);
        return new Life(process(all, environment, words).start());
    }

    private ProcessBuilder process(List<String> options, Map<String, String> environment, List<String> words) {
        var all = new ArrayList<>(List.of("-XX:AOTCache=" + folder.resolve("aot")));
        all.addAll(options);
        var builder = builder(all, Main.class, words);
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPORTA"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The line that starts it, for whoever does that in our place; what it inherits is theirs to say. */
    List<String> line(List<String> options, List<String> words) {
        var all = new ArrayList<>(List.of(template()));
        all.addAll(options);
        return process(all, Map.of(), words).command();
    }

    private ProcessBuilder builder(List<String> options, Class<?> main, List<String> words) {
        var line = new ArrayList<>(command);
        line.addAll(options);
        line.add(main.getName());
        line.addAll(words);
        return new ProcessBuilder(line);
    }
}
