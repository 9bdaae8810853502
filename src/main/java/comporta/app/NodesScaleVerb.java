package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.nodes.Crew;
import comporta.nodes.Provider;
import comporta.operator.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes scale} and {@code comporta nodes downscale}. */
final class NodesScaleVerb extends Action {
    static final String UP = """
            Usage: comporta nodes scale POOL --nodes N [OPTIONS]

            Brings machines up outside of any run, and waits until they are agents. They are on record before the first is asked for, so the
            same command goes on after it was cut off. Needs no server; nodes downscale gives them back, and their ttl ends them at last.

            Options
              --nodes N                   how many in all, 0 to 1000; 0 gives them back
              --slave-type NAME           kind of machines; default POOL
              --market MARKET             on-demand|spot|spot-with-fallback; default on-demand
              --via WAY                   instances|fleet|elastigroup|group; default instances
              --scale-timeout DURATION    until they must be agents; default 15m
              --ttl DURATION              the end of their time; default 12h
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {pool, lease, wanted, registered, expires_at}
              --color auto|always|never

            Examples
              comporta nodes scale model --nodes 3 --ttl 2h

            Exit codes: 0 all are agents, 1 not all in time, 2 wrong usage or configuration.
            """;
    static final String DOWN = """
            Usage: comporta nodes downscale POOL [OPTIONS]

            Gives machines back that nodes scale has brought up, and waits until they are verified to be gone. Others' work on them is
            waited for.

            Options
              --nodes N                   how many stay; default 0
              --drain-timeout DURATION    so long others' work may go on; default 10m
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {pool, lease, wanted, registered, expires_at}
              --color auto|always|never

            Exit codes: 0 done, 2 wrong usage or configuration, or there is no such pool.
            """;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final boolean up;
    private final InstantSource clock;

    @Parameter
    private List<String> pools = new ArrayList<>();

    @Parameter(names = "--nodes")
    private @Nullable Integer nodes;

    @Parameter(names = "--slave-type")
    private @Nullable String slaveType;

    @Parameter(names = "--market")
    private String market = "on-demand";

    @Parameter(names = "--via")
    private String via = "instances";

    @Parameter(names = "--scale-timeout")
    private String scaleTimeout = "15m";

    @Parameter(names = "--drain-timeout")
    private String drainTimeout = "10m";

    @Parameter(names = "--ttl")
    private String ttl = "12h";

    @Parameter(names = "--config")
    private @Nullable String config;

    NodesScaleVerb(boolean up, InstantSource clock) {
        this.up = up;
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal) {
        if (pools.size() != 1) {
            throw new UsageException(pools.isEmpty() ? "which pool? Name it." : "one pool at a time: " + String.join(", ", pools) + ".");
        }
        oneOf("--market", market, List.of("on-demand", "spot", "spot-with-fallback"));
        oneOf("--via", via, List.of("instances", "fleet", "elastigroup", "group"));
        if (nodes != null && (nodes < 0 || nodes > 1000)) {
            throw new UsageException("--nodes is " + nodes + ", and must be between 0 and 1000.");
        }
        if (up && nodes == null) {
            throw new UsageException("how many machines? Say it with --nodes.");
        }
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        var file = CrewFile.of(configuration, pools.getFirst());
        var state = configuration.home().resolve("local").resolve("nodes");
        try (var provider = MachineSource.of(configuration, state, "nodes " + ServerDatabase.host() + " " + configuration.home(), clock)) {
            return scale(terminal, configuration, file, provider);
        } catch (Refused e) {
            throw new UsageException(e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    private int scale(Terminal terminal, Configuration configuration, CrewFile file, Provider provider) throws InterruptedException {
        var crew = new Crew(provider, clock, text -> terminal.err().println(text));
        var pause = MachineSource.isReal(configuration) ? configuration.duration("nodes.poll") : Duration.ofMillis(200);
        var known = file.read();
        int wanted = nodes == null ? 0 : nodes;
        if (!up && known.isEmpty()) {
            throw new UsageException("nodes scale has brought up no pool \"" + pools.getFirst() + "\". comporta nodes list shows what runs hold.");
        }
        if (known.isPresent() && wanted < known.get().nodes()) {
            crew.down(known.get().lease(), known.get().nodes(), wanted, duration("--drain-timeout", drainTimeout), pause);
            if (wanted == 0) {
                file.delete();
            } else {
                file.write(sized(known.get(), wanted));
            }
            return tell(terminal, sized(known.get(), wanted), wanted);
        }
        if (wanted == 0) {
            throw new UsageException("there is no pool \"" + pools.getFirst() + "\" to give back.");
        }
        var order = known.map(before -> sized(before, wanted)).orElseGet(() -> order(wanted));
        file.write(order);
        return tell(terminal, order, crew.up(order, duration("--scale-timeout", scaleTimeout), pause));
    }

    private Crew.Order order(int wanted) {
        var pool = pools.getFirst();
        var now = clock.instant();
        return new Crew.Order(
                "nodes." + pool + "." + TIME.format(now), pool, slaveType == null ? pool : slaveType, market, via, wanted, now.plus(duration("--ttl", ttl)));
    }

    private static Crew.Order sized(Crew.Order order, int nodes) {
        return new Crew.Order(order.lease(), order.pool(), order.slaveType(), order.market(), order.via(), nodes, order.expiresAt());
    }

    private static Duration duration(String option, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " \"" + text + "\" is not a duration. Write e.g. 15m or 2h.");
        }
    }

    private int tell(Terminal terminal, Crew.Order order, int registered) {
        if (json()) {
            var data = new LinkedHashMap<String, Object>();
            data.put("pool", order.pool());
            data.put("lease", order.lease());
            data.put("wanted", order.nodes());
            data.put("registered", registered);
            data.put("expires_at", order.expiresAt().toString());
            terminal.out().println(PlainData.toJson(data));
        } else {
            terminal.out().println(order.nodes() == 0
                    ? "Node pool " + order.pool() + " is given back."
                    : "Node pool " + order.pool() + " has " + registered + " of " + order.nodes() + " machines, until " + order.expiresAt() + " at the latest.");
        }
        return registered >= order.nodes() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }
}
