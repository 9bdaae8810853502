package comporta.app;

import comporta.secret.Mask;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command speaks: its two streams, and what is known of the terminal behind them.
 *
 * @param environment of the process
 * @param outIsTerminal whether a person sees {@code out} as it is written
 * @param errIsTerminal the same of {@code err}
 */
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment, boolean outIsTerminal, boolean errIsTerminal) {

    /** The terminal of this process. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, System.getenv(), isTerminal(1), isTerminal(2));
    }

    /** The same, showing no secrets. */
    Terminal masked(Mask mask) {
        return new Terminal(masked(out, mask), masked(err, mask), environment, outIsTerminal, errIsTerminal);
    }

    private static PrintStream masked(PrintStream stream, Mask mask) {
        return new PrintStream(new MaskedOutput(stream, mask), true, StandardCharsets.UTF_8);
    }

    /** Whether lines can be drawn anew in place on {@code out}. */
    boolean redraws() {
        var kind = environment.getOrDefault("TERM", "dumb");
        return outIsTerminal && !kind.equals("dumb") && !kind.isEmpty();
    }

    // The JVM's own question covers stdin and stdout together; where the system tells what a descriptor is, it is asked.
    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.startsWith("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        }
    }
}
