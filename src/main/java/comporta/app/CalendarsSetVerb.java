package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dagfile.CalendarFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code comporta calendars set}. */
final class CalendarsSetVerb extends ServerAction {
    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    static String help() {
        return """
            Usage: comporta calendars set NAME FILE [OPTIONS]

            Sets a calendar from a file as it would lie in _calendars of the dags folder: {weekend: [sat, sun], closed: [dates],
            open: [dates]}. One of the same name in the dags folder goes before it.

            Options
            %s
            Examples
              comporta calendars set bank holidays-2027.yaml

            Exit codes: 0 done, 2 wrong usage, or the file has errors, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        if (words.size() != 2) {
            throw new UsageException("which calendar, and from which file? Write e.g. comporta calendars set bank bank.yaml.");
        }
        var file = Path.of(words.getLast());
        var body = new LinkedHashMap<String, Object>();
        try {
            var bytes = Files.readAllBytes(file);
            var problems = CalendarFolder.check(words.getLast(), bytes);
            if (!problems.isEmpty()) {
                problems.forEach(terminal.err()::println);
                return ExitCode.WRONG;
            }
            body.put("text", new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
        body.put("reason", reason);
        return put(terminal, remote, Things.CALENDARS, words.getFirst(), body, dryRun);
    }
}
