package comporta.dags;

import comporta.app.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a home of their own, who gives commands in the folder of the DAGs. */
record Caller(Path home) {
    static final Path DAGS = Path.of("").toAbsolutePath();

    /** Runs a DAG to its end, which is told line by line. */
    Told run(String file, String... options) throws Exception {
        var words = new ArrayList<>(List.of("run", DAGS.resolve(file).toString(), "--output", "json"));
        words.addAll(List.of(options));
        return comporta(words.toArray(String[]::new));
    }

    Told comporta(String... words) throws Exception {
        var out = Files.createTempFile(home, "told", ".out");
        var err = Files.createTempFile(home, "told", ".err");
        var builder = Program.get().process(home, List.of(words)).directory(DAGS.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        return new Told(builder.start().waitFor(), Files.readAllLines(out), Files.readString(err));
    }
}
