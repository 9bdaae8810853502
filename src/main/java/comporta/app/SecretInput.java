package comporta.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Where words come from that nobody may look over a shoulder, or find in the history of a shell. */
@FunctionalInterface
interface SecretInput {
    /**
     * Asks for one.
     *
     * @param what such as {@code password of ana}
     * @throws UsageException when there is none
     */
    String ask(String what);

    /** For something new: at a terminal typed twice without being shown; else the first line of stdin. */
    static SecretInput ofProcess() {
        return what -> Optional.ofNullable(System.console()).filter(Console::isTerminal).map(console -> typed(console, what))
                .orElseGet(() -> line(what));
    }

    /** For what is known already: the same, typed once. */
    static SecretInput ofPrompt() {
        return what -> Optional.ofNullable(System.console()).filter(Console::isTerminal).map(console -> console.readPassword("%s: ", what))
                .map(String::new).orElseGet(() -> line(what));
    }

    private static String typed(Console console, String what) {
        var first = console.readPassword("%s: ", what);
        var second = first == null ? null : console.readPassword("the same again: ");
        if (first == null || second == null || first.length == 0) {
            throw new UsageException("no " + what + " was given.");
        }
        if (!Arrays.equals(first, second)) {
            throw new UsageException("the two are not the same. Begin again.");
        }
        return new String(first);
    }

    private static String line(String what) {
        try {
            // Not closed: stdin is not ours.
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new UsageException("no " + what + " was given: write it into stdin, or run this at a terminal.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("stdin cannot be read", e);
        }
    }
}
