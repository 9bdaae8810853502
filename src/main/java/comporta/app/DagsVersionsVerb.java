package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags versions}. */
final class DagsVersionsVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta dags versions DAG [OPTIONS]

            Lists the versions of a DAG, the newest first: each text that its file ever had. New runs use the one that is marked; a run that
            has begun stays with its own. With --from it shows in what two versions differ, task by task.

            Options
              --from VERSION              compare this one
              --to VERSION                with this one; default the one that new runs use
              -n, --count N               how many are listed; default 20
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array of versions; with --from one object {from, to, added, removed, changed, keys}
              --color auto|always|never

            Examples
              comporta dags versions nightly
              comporta dags versions nightly --from 41

            Exit codes: 0 told, 2 wrong usage, no such DAG or version, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--from")
    private @Nullable Integer from;

    @Parameter(names = "--to")
    private @Nullable Integer to;

    @Parameter(names = {"-n", "--count"})
    private int count = 20;

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = "/dags/" + Remote.encode(only(dags, "which DAG? Write e.g. comporta dags versions nightly."));
        if (from != null) {
            return compare(terminal, remote, path, from);
        }
        if (to != null) {
            throw new UsageException("--to wants --from: which version is to be compared with it?");
        }
        if (count < 1) {
            throw new UsageException("-n is " + count + ", and must be a number from 1.");
        }
        var versions = remote.whole(path + "/versions").stream().limit(count).toList();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("VERSION", "SEEN FIRST", "FILE", ""));
        versions.forEach(version -> rows.add(List.of(
                text(version, "version"), RunsListVerb.moment(version, "pinned_at"), text(version, "path"),
                "true".equals(text(version, "current")) ? "used by new runs" : "")));
        tell(terminal, versions, rows);
        return ExitCode.DONE;
    }

    private int compare(Terminal terminal, Remote remote, String path, int older) {
        var query = new LinkedHashMap<String, String>();
        query.put("from", Integer.toString(older));
        if (to != null) {
            query.put("to", to.toString());
        }
        var difference = remote.get(path + "/difference", query).object();
        if (json()) {
            terminal.out().println(PlainData.toJson(difference));
            return ExitCode.DONE;
        }
        var out = terminal.out();
        names(difference, "keys").forEach(key -> out.println("~ " + key));
        names(difference, "removed").forEach(task -> out.println("- " + task));
        names(difference, "added").forEach(task -> out.println("+ " + task));
        PlainData.block(difference, "changed").forEach((task, keys) -> out.println("~ " + task + ": "
                + (keys instanceof List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining(", ")) : keys)));
        terminal.err().println("versions " + text(difference, "from") + " and " + text(difference, "to") + ": "
                + Figures.count(names(difference, "added").size(), "task") + " more, "
                + Figures.count(names(difference, "removed").size()) + " less, "
                + Figures.count(PlainData.block(difference, "changed").size()) + " changed");
        return ExitCode.DONE;
    }

    private static List<String> names(Map<String, Object> object, String name) {
        return object.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
