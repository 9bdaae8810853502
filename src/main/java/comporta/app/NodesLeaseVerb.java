package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done to the machines that a run holds. */
abstract class NodesLeaseVerb extends ServerAction {
    private final String deed;

    @Parameter
    private List<String> pools = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    /** @param deed the last word of its address */
    NodesLeaseVerb(String deed) {
        this.deed = deed;
    }

    /** What else the deed wants to know. */
    abstract Map<String, Object> more();

    @Override
    final int run(Terminal terminal, Remote remote) {
        var pool = only(pools, "which pool? comporta nodes list shows what is held.");
        var body = new LinkedHashMap<>(more());
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), "/leases/" + Remote.encode(lease(remote, pool)) + "/" + deed, dryRun, body);
    }

    private static String lease(Remote remote, String pool) {
        var held = NodesListVerb.leases(remote, null);
        var named = held.stream().filter(each -> pool.equals(each.get("lease_id")) || pool.equals(each.get("pool")))
                .map(NodesLeaseVerb::id).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        throw new UsageException(named.isEmpty()
                ? "no node pool \"" + pool + "\" is held"
                + (held.isEmpty()
                        ? "."
                        : ". Held are " + String.join(", ", held.stream().map(each -> text(each, "pool")).distinct().toList()) + ".")
                : "several pools are named \"" + pool + "\". Name a lease: " + String.join(", ", named) + ".");
    }

    private static String id(Map<String, Object> lease) {
        return text(lease, "lease_id");
    }
}
