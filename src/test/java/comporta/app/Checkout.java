package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/**
 * A small checkout with the real launcher and stand-ins for what it calls: a Maven that only counts its calls and hands over a program made
 * beforehand, and JDKs whose java is a script, since a build with a real one takes seconds of CPU.
 */
record Checkout(Path root, Path tools, List<Process> started) {
    private static final Path REPOSITORY = Path.of("..");

    /** What an end of the launcher left behind. */
    record Ended(int exitCode, String out, String err) {}

    static Checkout in(Path folder) throws IOException {
        Checkout checkout = new Checkout(folder.resolve("a checkout"), folder.resolve("tools"), new ArrayList<>());
        checkout.write("pom.xml", "<project/>");
        checkout.write("engine/src/main/java/A.java", "class A {}");
        checkout.write("engine/src/test/java/ATest.java", "class ATest {}");
        Files.createDirectories(checkout.root.resolve(".mvn"));
        Files.copy(REPOSITORY.resolve("comporta"), checkout.root.resolve("comporta"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(REPOSITORY.resolve(".mvn/jdk.sh"), checkout.root.resolve(".mvn/jdk.sh"));
        Files.createDirectories(checkout.tools);
        checkout.makeProgram();
        checkout.makeMaven();
        checkout.makeJdk("jdk-25", "25.0.3+9-LTS");
        return checkout;
    }

    /** The real program, for a real JDK, says hello. */
    private void makeProgram() throws IOException {
        Path sources = Files.createDirectories(tools.resolve("program/comporta/app"));
        Files.writeString(sources.resolve("Main.java"), """
                package comporta.app;
                public class Main {
                    public static void main(String[] words) {
                        System.out.println("hello");
                    }
                }
                """);
        Files.writeString(sources.resolve("Training.java"), """
                package comporta.app;
                public class Training {
                    public static void main(String[] words) { Main.main(words); }
                }
                """);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, sources.resolve("Main.java").toString(), sources.resolve("Training.java").toString());
        if (failed != 0) {
            throw new IllegalStateException("the program of the test does not compile");
        }
        try (var jar = new JarOutputStream(Files.newOutputStream(tools.resolve("application-1.jar")))) {
            for (String name : List.of("Main", "Training")) {
                jar.putNextEntry(new JarEntry("comporta/app/" + name + ".class"));
                Files.copy(sources.resolve(name + ".class"), jar);
            }
        }
    }

    /** It counts its calls, waits at a gate when there is one, fails when told so, and else puts the program where Maven would. */
    private void makeMaven() throws IOException {
        Path maven = Files.writeString(tools.resolve("mvn"), """
                #!/bin/sh
                echo built >>"$TOOLS/builds"
                echo "[INFO] Building Comporta: engine 1 [1/1]"
                [ -p "$TOOLS/gate" ] && cat "$TOOLS/gate"
                [ -f "$TOOLS/broken" ] && { echo "[ERROR] A.java:1: it does not fit"; exit 1; }
                mkdir -p src/target/quick/lib && cp "$TOOLS/application-1.jar" src/target/quick/ && cp "$TOOLS/application-1.jar" src/target/quick/lib/dependency.jar
                """);
        makeExecutable(maven);
    }

    /** A JDK in the folder of tools. Its java prints version and words, then its input; the word {@code exit=N} is its exit code. */
    Path makeJdk(String name, String version) throws IOException {
        Path jdk = tools.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        Files.writeString(jdk.resolve("bin/java"), """
                #!/bin/sh
                case $1 in -XX:AOTCacheOutput=*) : >"${1#*=}"; exit 0 ;; esac
                [ "$2" = comporta.app.Main ] || exit 70
                shift 2
                printf '%s' VERSION
                printf ' <%s>' "$@"
                printf '\\n'
                cat
                for word in "$@"; do case $word in exit=*) exit "${word#exit=}" ;; esac; done
                """.replace("VERSION", version));
        Files.writeString(jdk.resolve("bin/javac"), "");
        for (String program : List.of("bin/java", "bin/javac")) {
            makeExecutable(jdk.resolve(program));
        }
        return jdk;
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** How often Maven was called so far. */
    int builds() throws IOException {
        Path count = tools.resolve("builds");
        return Files.exists(count) ? Files.readAllLines(count).size() : 0;
    }

    Process start(Path launcher, String... words) throws IOException {
        return start(Map.of(), launcher, words);
    }

    Process start(Map<String, String> environment, Path launcher, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(tools.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA") || name.startsWith("COMPORTA") || name.startsWith("MAVEN"));
        builder.environment().putAll(Map.of(
                "TOOLS", tools.toString(), "COMPORTA_JAVA_HOME", tools.resolve("jdk-25").toString(), "PATH", tools + ":/usr/bin:/bin"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return runAs(root.resolve("comporta"), "", words);
    }

    Ended runAs(Path launcher, String input, String... words) throws IOException, InterruptedException {
        Process process = start(launcher, words);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        return endOf(process);
    }

    static Ended endOf(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    /** Reads what a process says until a line holds {@code words}. */
    static void awaitOnStderr(Process process, String words) throws IOException {
        BufferedReader reader = process.errorReader(UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains(words)) {
                return;
            }
        }
        throw new IOException("the process ended without saying \"" + words + "\"");
    }

    /** Ends whatever a failed test left behind. */
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Makes the next build wait until {@link #openGate}. */
    void closeGate() throws IOException, InterruptedException {
        new ProcessBuilder("mkfifo", tools.resolve("gate").toString()).start().waitFor();
    }

    void openGate() throws IOException {
        Path gate = tools.resolve("gate");
        Files.writeString(gate, "open\n", StandardOpenOption.WRITE);
        Files.delete(gate);
    }
}
