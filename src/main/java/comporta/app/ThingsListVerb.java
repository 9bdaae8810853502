package comporta.app;

import comporta.decide.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code comporta pools list} and its like. */
final class ThingsListVerb extends ServerAction {
    private final Things things;

    ThingsListVerb(Things things) {
        this.things = things;
    }

    static String help(Things things) {
        return """
            Usage: comporta %1$s list [OPTIONS]

            Lists the %2$s. Secrets are not shown.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array
              --color auto|always|never

            Examples
              comporta %1$s list

            Exit codes: 0 told, 2 wrong usage, 3 no server, or it refuses.
            """.formatted(things.words(), things.about());
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var all = remote.whole("/" + things.words());
        var rows = new ArrayList<List<String>>();
        rows.add(things.columns().stream().map(column -> column.toUpperCase(Locale.ROOT).replace('_', ' ')).toList());
        all.forEach(thing -> rows.add(things.columns().stream().map(column -> shown(thing, column)).toList()));
        tell(terminal, all, rows);
        if (!json() && things == Things.POOLS) {
            terminal.err().println("A pool that is not listed has " + Capacity.DEFAULT_SLOTS + " slots.");
        } else if (!json() && all.isEmpty()) {
            terminal.err().println("there are none.");
        }
        return ExitCode.DONE;
    }

    /** A value in one line; false is left out. */
    static String shown(Map<String, Object> thing, String column) {
        return switch (thing.get(column)) {
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                    map.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" "));
            case Boolean truth -> truth ? "yes" : "";
            case null -> "";
            default -> column.endsWith("_at") ? RunsListVerb.moment(thing, column) : text(thing, column);
        };
    }
}
