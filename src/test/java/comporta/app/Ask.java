package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A person at the command line, who speaks to one server. */
record Ask(int port) {
    /** How it ended, and all that was printed. */
    record Said(int code, String said) {}

    /** Runs those words to their end. */
    Said ask(String... words) {
        var out = new ByteArrayOutputStream();
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--server", "http://127.0.0.1:" + port));
        var stream = new PrintStream(out, true, UTF_8);
        int code = Main.run(line, new Terminal(stream, stream, Map.of(), false, false));
        return new Said(code, out.toString(UTF_8));
    }
}
