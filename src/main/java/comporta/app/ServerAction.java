package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a verb does that speaks to a server. */
abstract class ServerAction extends Action {
    private static final String HERE = "http://127.0.0.1:8080";

    @Parameter(names = "--server")
    private String server = HERE;

    @Parameter(names = "--token")
    private @Nullable String token;

    /**
     * Does it.
     *
     * @return an exit code
     * @throws UsageException when the words cannot be used
     * @throws RemoteRefusal when the server cannot be reached or refuses
     */
    abstract int run(Terminal terminal, Remote remote);

    @Override
    final int run(Terminal terminal) {
        try (var remote = new Remote(server, token == null ? terminal.environment().get("COMPORTA_TOKEN") : token)) {
            return run(terminal, remote);
        }
    }

    /**
     * The only word of the command line.
     *
     * @param what it names, and how it is written: {@code which DAG? Write e.g. comporta dags pause nightly.}
     * @throws UsageException when there are none or several
     */
    static String only(List<String> words, String what) {
        if (words.size() != 1) {
            throw new UsageException(words.isEmpty()
                    ? what
                    : "one at a time, and these are " + words.size() + ": " + String.join(", ", words) + ".");
        }
        return words.getFirst();
    }

    /** Sets a thing, or asks what that would do, and tells the answer. */
    final int put(Terminal terminal, Remote remote, Things things, String name, Map<String, Object> body, boolean dryRun) {
        var answer = remote.put(things.path(name), dryRun ? Map.of("dry_run", "true") : Map.of(), body).object();
        if (json() || dryRun) {
            return DeedAnswer.tell(terminal, json(), answer);
        }
        terminal.out().println(things.one() + " " + name + " is set");
        return ExitCode.DONE;
    }

    /** Prints JSON, or a table of it as wide as the screen. */
    final void tell(Terminal terminal, List<Map<String, Object>> items, List<List<String>> rows) {
        if (json()) {
            terminal.out().println(PlainData.toJson(items));
        } else if (rows.size() > 1) {
            int columns = terminal.outIsTerminal() ? ScreenSize.of(terminal.environment()).columns() : Integer.MAX_VALUE;
            TextTable.lines(rows, columns).forEach(line -> terminal.out().println(line.render(columns, paint(terminal))));
        }
    }

    /** A value of an answer as text; empty when it is absent. */
    static String text(Map<String, Object> object, String name) {
        var value = object.get(name);
        return value == null
                ? ""
                : value instanceof Map<?, ?> words && words.get("text") != null
                ? String.valueOf(words.get("text"))
                : String.valueOf(value);
    }
}
