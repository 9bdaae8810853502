package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code comporta pools delete} and its like. */
final class ThingsDeleteVerb extends ServerAction {
    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final Things things;

    ThingsDeleteVerb(Things things) {
        this.things = things;
    }

    static String help(Things things) {
        return """
            Usage: comporta %1$s delete NAME [OPTIONS]

            Removes one of the %2$s.

            Options
            %5$s
            Examples
              comporta %1$s delete %3$s --reason "not used any more"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or no such %4$s, 3 no server, or it refuses.
            """.formatted(things.words(), things.about(), things.example(), things.one(), RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which " + things.one() + "? Write e.g. comporta " + things.words() + " delete " + things.example() + ".");
        var query = new LinkedHashMap<>(dryRun ? Map.of("dry_run", "true") : Map.<String, String>of());
        if (!reason.isEmpty()) {
            query.put("reason", reason);
        }
        return tell(terminal, json(), things.one() + " " + name, remote.delete(things.path(name), query));
    }

    static int tell(Terminal terminal, boolean json, String what, Remote.Answer answer) {
        if (json || answer.data() != null) {
            return DeedAnswer.tell(terminal, json, answer.object());
        }
        terminal.out().println(what + " is removed");
        return ExitCode.DONE;
    }
}
