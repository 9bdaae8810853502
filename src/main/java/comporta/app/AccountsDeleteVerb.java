package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code comporta users delete} and its like. */
final class AccountsDeleteVerb extends ServerAction {
    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final Things things;

    AccountsDeleteVerb(Things things) {
        this.things = things;
    }

    static String help(Things things) {
        return """
            Usage: comporta %1$s delete NAME [OPTIONS]

            Removes one of the %2$s.

            Options
              --dry-run                   only say what would be done
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never

            Examples
              comporta %1$s delete %3$s

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or no such %4$s, 3 no server, or it refuses.
            """.formatted(things.words(), things.about(), things.example(), things.one());
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which " + things.one() + "? Write e.g. comporta " + things.words() + " delete " + things.example() + ".");
        return ThingsDeleteVerb.tell(terminal, json(), things.one() + " " + name,
                remote.delete(things.path(name), dryRun ? Map.of("dry_run", "true") : Map.of()));
    }
}
