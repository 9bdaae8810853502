package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code comporta pools get} and its like. */
final class ThingsGetVerb extends ServerAction {
    @Parameter
    private List<String> names = new ArrayList<>();

    private final Things things;

    ThingsGetVerb(Things things) {
        this.things = things;
    }

    static String help(Things things) {
        return """
            Usage: comporta %1$s get NAME [OPTIONS]

            Shows one of the %2$s. Secrets are not shown.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one object
              --color auto|always|never

            Examples
              comporta %1$s get %3$s

            Exit codes: 0 told, 2 wrong usage or no such %4$s, 3 no server, or it refuses.
            """.formatted(things.words(), things.about(), things.example(), things.one());
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which " + things.one() + "? Write e.g. comporta " + things.words() + " get " + things.example() + ".");
        var thing = remote.get(things.path(name), Map.of()).object();
        if (json()) {
            terminal.out().println(PlainData.toJson(thing));
        } else {
            int widest = thing.keySet().stream().mapToInt(String::length).max().orElse(0);
            thing.keySet().stream().filter(key -> !key.equals("actions")).forEach(key -> {
                var shown = ThingsListVerb.shown(thing, key);
                if (!shown.isEmpty()) {
                    terminal.out()
                            .println(key + " ".repeat(widest - key.length() + 2)
                                    + shown.stripTrailing().replace("\n", "\n" + " ".repeat(widest + 2)));
                }
            });
        }
        return ExitCode.DONE;
    }
}
