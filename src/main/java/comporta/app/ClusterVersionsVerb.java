package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.Seen;
import comporta.cluster.Stack;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code comporta cluster versions}. */
final class ClusterVersionsVerb extends Action {
    static final String HELP = """
            Usage: comporta cluster versions [STACK…] [OPTIONS]

            Which version of Mesos each cluster has: on record, and by role as its machines were started.

            Options
              --file FILE                 the cluster file; default cluster.yaml in $COMPORTA_HOME
              --output text|json          json: one array of {stack, file, version, before, roles}
              --color auto|always|never

            Examples
              comporta cluster versions
              comporta cluster versions cantareira-dev --output json | jq -r '.[0].version'

            Exit codes: 0 told, 1 AWS cannot be asked, 2 wrong usage or cluster file.
            """;

    @Parameter
    private List<String> stacks = new ArrayList<>();

    @Parameter(names = "--file")
    private @Nullable String file;

    @Override
    int run(Terminal terminal) {
        return ClusterAction.with(terminal, file, (clusters, cloud) -> told(terminal, clusters, cloud));
    }

    private int told(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        var told = new ArrayList<Map<String, @Nullable Object>>();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("STACK", "FILE", "ON RECORD", "BEFORE", "MACHINES"));
        for (var name : stacks.isEmpty() ? clusters.stacks().keySet() : stacks) {
            var stack = clusters.stack(name);
            var seen = cloud.look(stack);
            var roles = roles(stack, seen);
            var data = new LinkedHashMap<String, @Nullable Object>();
            data.put("stack", name);
            data.put("file", stack.mesos());
            data.put("version", seen.version().orElse(null));
            data.put("before", seen.versionBefore().orElse(null));
            data.put("roles", roles);
            told.add(data);
            rows.add(List.of(
                    name, stack.mesos(), seen.version().orElse("does not stand"), seen.versionBefore().orElse(""),
                    roles.entrySet().stream().map(each -> each.getKey() + " " + String.join("/", each.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        if (json()) {
            terminal.out().println(PlainData.toJson(told));
        } else {
            var paint = paint(terminal);
            TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint)));
        }
        return ExitCode.DONE;
    }

    /** Several versions of a role: it is being rolled, or was left half way. */
    private static Map<String, List<String>> roles(Stack stack, Seen seen) {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (var role : stack.roles()) {
            var group = stack.slaveType(role).map(Stack.SlaveType::group).map(each -> seen.groups().get(each.name()));
            var versions = group.isPresent()
                    ? List.of(group.get().version())
                    : seen.of(role).stream().map(Seen.Machine::version).distinct().sorted().toList();
            if (!versions.isEmpty()) {
                roles.put(role, versions);
            }
        }
        return roles;
    }
}
