package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes list}. */
final class NodesListVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta nodes list [OPTIONS]

            Lists the node pools that are held: by whom, how many machines, since when, and until when at the latest; and machines that are
            left over, which nobody holds (state left-over).

            Options
              --state STATE               opening|open|closing|kept|closed|left-over; absent: all that are not closed
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array of {lease_id, pool, slave_type, provider, state, wanted, registered, machines,
                                          dag_id, run_id, task_id, owner, opened_at, expires_at, kept_until, kept_by, reason,
                                          cost}
              --color auto|always|never

            Examples
              comporta nodes list
              comporta nodes list --state kept --output json

            Exit codes: 0 told, 2 wrong usage, 3 no server, or it refuses.
            """;
    private static final String LEFT_OVER = "left-over";
    private static final List<String> STATES = List.of("opening", "open", "closing", "kept", "closed", LEFT_OVER);

    @Parameter(names = "--state")
    private @Nullable String state;

    @Override
    int run(Terminal terminal, Remote remote) {
        if (state != null) {
            oneOf("--state", state, STATES);
        }
        var leases = new ArrayList<>(LEFT_OVER.equals(state) ? List.<Map<String, Object>>of() : leases(remote, state));
        if (state == null || state.equals(LEFT_OVER)) {
            leases.addAll(leftOver(remote));
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("POOL", "STATE", "MACHINES", "RUN", "TASK", "SINCE", "UNTIL", "COST", "WHY"));
        leases.forEach(lease -> rows.add(row(lease)));
        tell(terminal, leases, rows);
        if (!json() && leases.stream().anyMatch(lease -> Boolean.TRUE.equals(lease.get("example_prices")))) {
            terminal.out().println(NodesCostVerb.BY_EXAMPLE);
        }
        if (leases.isEmpty() && !json()) {
            terminal.err().println("no node pools are held.");
        }
        return ExitCode.DONE;
    }

    /** As they are listed. */
    static List<Map<String, Object>> leases(Remote remote, @Nullable String state) {
        return remote.list("/leases", state == null ? Map.of() : Map.of("state", state)).stream().map(NodesListVerb::listed).toList();
    }

    /** Machines that nobody holds, one by one, as the scheduler found them last. */
    private static List<Map<String, Object>> leftOver(Remote remote) {
        return remote.list("/problems", Map.of()).stream().filter(problem -> "machine".equals(PlainData.block(problem, "subject").get("kind"))).map(problem -> Map.of(
                "pool", PlainData.block(problem, "subject").getOrDefault("id", ""), "state", LEFT_OVER, "wanted", 0L, "registered", 0L, "machines", 1L,
                "owner", "", "opened_at", problem.getOrDefault("first_at", ""), "reason", problem.getOrDefault("text", ""))).toList();
    }

    private static Map<String, Object> listed(Map<String, Object> lease) {
        var owner = PlainData.block(lease, "owner");
        var listed = new LinkedHashMap<String, @Nullable Object>();
        listed.put("lease_id", lease.get("lease_id"));
        listed.put("pool", lease.get("node_pool"));
        for (var name : List.of("slave_type", "provider", "state", "wanted", "registered")) {
            listed.put(name, lease.get(name));
        }
        listed.put("machines", lease.get("running"));
        for (var name : List.of("dag_id", "run_id", "task_id")) {
            listed.put(name, owner.get(name));
        }
        listed.put("owner", owner.get("dag_id") + "/" + owner.get("run_id"));
        listed.put("opened_at", lease.get("opened_at"));
        listed.put("expires_at", lease.get("ttl_at"));
        listed.put("kept_until", PlainData.block(lease, "kept").get("until"));
        listed.put("kept_by", PlainData.block(lease, "kept").get("by"));
        listed.put("reason", PlainData.block(lease, "reason").get("text"));
        listed.put("cost", PlainData.block(lease, "cost").get("so_far"));
        listed.put("example_prices", PlainData.block(lease, "cost").get("example"));
        return PlainData.mapFromJson(PlainData.toJson(listed));
    }

    private static List<String> row(Map<String, Object> lease) {
        var kept = RunsListVerb.moment(lease, "kept_until");
        var cost = PlainData.block(lease, "cost");
        return List.of(
                text(lease, "pool"), text(lease, "state"), text(lease, "registered") + "/" + text(lease, "wanted"), text(lease, "owner"), text(lease, "task_id"),
                RunsListVerb.moment(lease, "opened_at"), kept.isEmpty() ? RunsListVerb.moment(lease, "expires_at") : kept,
                cost.isEmpty() ? "unknown" : text(cost, "amount") + " " + text(cost, "currency"), text(lease, "reason"));
    }
}
