package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Durations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes keep} and {@code comporta nodes release}. */
final class NodesLeaseVerb extends ServerAction {
    static final String KEEP = """
            Usage: comporta nodes keep POOL --for DURATION [OPTIONS]

            Holds the machines of a node pool for a look at them, though their work ends. Their ttl ends them at last.

            Options
              --for DURATION              e.g. 2h
            %s
            POOL is the name of a pool, or the id of its lease where several pools have that name.

            Examples
              comporta nodes keep itaipu --for 2h --reason "why does the join spill?"

            Exit codes: 0 done, 2 wrong usage or no such pool, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    static final String RELEASE = """
            Usage: comporta nodes release POOL [OPTIONS]

            Gives the machines of a node pool back.

            Options
              --force                     though tasks of its run use them: those fail
            %s
            POOL is the name of a pool, or the id of its lease where several pools have that name.

            Examples
              comporta nodes release itaipu

            Exit codes: 0 done, 2 wrong usage or no such pool, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    private final boolean keeps;
    private final InstantSource clock;

    @Parameter
    private List<String> pools = new ArrayList<>();

    @Parameter(names = "--for")
    private @Nullable String time;

    @Parameter(names = "--force")
    private boolean force;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    NodesLeaseVerb(boolean keeps, InstantSource clock) {
        this.keeps = keeps;
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var pool = only(pools, "which pool? comporta nodes list shows what is held.");
        var body = new LinkedHashMap<String, Object>();
        body.put("reason", reason);
        if (keeps) {
            body.put("until", clock.instant().plus(duration()).toString());
        } else {
            body.put("force", force);
        }
        var lease = lease(remote, pool);
        return RunWords.deed(terminal, remote, json(), "/leases/" + Remote.encode(lease) + (keeps ? "/keep" : "/release"), dryRun, body);
    }

    private Duration duration() {
        if (time == null) {
            throw new UsageException("how long? Say it with --for, e.g. --for 2h.");
        }
        try {
            return Durations.parse(time);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--for \"" + time + "\" is not a duration. Write e.g. 2h or 90m.");
        }
    }

    private static String lease(Remote remote, String pool) {
        var held = NodesListVerb.leases(remote, null);
        var named = held.stream().filter(each -> pool.equals(each.get("lease_id")) || pool.equals(each.get("pool"))).map(NodesLeaseVerb::id).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        throw new UsageException(named.isEmpty()
                ? "no node pool \"" + pool + "\" is held" + (held.isEmpty() ? "." : ". Held are " + String.join(", ", held.stream().map(each -> text(each, "pool")).distinct().toList()) + ".")
                : "several pools are named \"" + pool + "\". Name a lease: " + String.join(", ", named) + ".");
    }

    private static String id(Map<String, Object> lease) {
        return text(lease, "lease_id");
    }
}
