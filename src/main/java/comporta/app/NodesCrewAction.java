package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.nodes.Crew;
import comporta.operator.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to machines outside of any run: the provider of the configuration is spoken to without a server. */
abstract class NodesCrewAction extends Action {
    private static final Duration SIMULATED_PAUSE = Duration.ofMillis(200);

    private final InstantSource clock;

    @Parameter
    private List<String> pools = new ArrayList<>();

    @Parameter(names = "--nodes")
    private @Nullable Integer nodes;

    @Parameter(names = "--config")
    private @Nullable String config;

    NodesCrewAction(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Does it.
     *
     * @param known what was brought up before
     * @param pause between two looks
     * @return the exit code
     */
    abstract int run(Terminal terminal, Crew crew, CrewFile file, Optional<Crew.Order> known, Duration pause) throws InterruptedException;

    @Override
    final int run(Terminal terminal) {
        if (pools.size() != 1) {
            throw new UsageException(pools.isEmpty() ? "which pool? Name it." : "one pool at a time: " + String.join(", ", pools) + ".");
        }
        if (nodes != null && (nodes < 0 || nodes > 1000)) {
            throw new UsageException("--nodes is " + nodes + ", and must be between 0 and 1000.");
        }
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        var file = CrewFile.of(configuration, pool());
        var known = file.read();
        var state = configuration.home().resolve("local").resolve("nodes");
        try (var provider = MachineSource.of(configuration, state, "nodes " + ServerDatabase.host() + " " + configuration.home(), clock)) {
            var pause = MachineSource.isReal(configuration) ? configuration.duration("nodes.poll") : SIMULATED_PAUSE;
            return run(terminal, new Crew(provider, clock, text -> terminal.err().println(text)), file, known, pause);
        } catch (Refused e) {
            throw UsageException.saying(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    final String pool() {
        return pools.getFirst();
    }

    /** {@code --nodes}; empty: it was not given. */
    final Optional<Integer> nodes() {
        return Optional.ofNullable(nodes);
    }

    static Crew.Order sized(Crew.Order order, int nodes) {
        return new Crew.Order(order.lease(), order.pool(), order.slaveType(), order.market(), order.via(), nodes, order.expiresAt());
    }

    /** Gives back all but that many, and notes it. */
    final int shrink(Terminal terminal, Crew crew, CrewFile file, Crew.Order known, int staying, Duration drain, Duration pause) throws InterruptedException {
        if (!crew.down(known.lease(), known.nodes(), staying, drain, pause)) {
            terminal.err().println("Whether machines of node pool " + known.pool() + " are left is not known. The same command goes on with it; at "
                    + known.expiresAt() + " they end.");
            return ExitCode.NOT_SUCCESSFUL;
        }
        var left = sized(known, staying);
        if (staying == 0) {
            file.delete();
        } else {
            file.write(left);
        }
        return tell(terminal, left, staying);
    }

    static Duration duration(String option, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " \"" + text + "\" is not a duration. Write e.g. 15m or 2h.");
        }
    }

    final int tell(Terminal terminal, Crew.Order order, int registered) {
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
