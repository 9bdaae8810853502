package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.nodes.Crew;
import comporta.nodes.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes scale}. */
final class NodesScaleVerb extends NodesCrewAction {
    static final String HELP = """
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
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    @Parameter(names = "--slave-type")
    private @Nullable String slaveType;

    @Parameter(names = "--market")
    private String market = "on-demand";

    @Parameter(names = "--via")
    private String via = "instances";

    @Parameter(names = "--scale-timeout")
    private String scaleTimeout = "15m";

    @Parameter(names = "--ttl")
    private String ttl = "12h";

    NodesScaleVerb(InstantSource clock) {
        super(clock);
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal, Crew crew, CrewFile file, Optional<Crew.Order> known, Duration pause) throws InterruptedException {
        oneOf("--market", market, List.of("on-demand", "spot", "spot-with-fallback"));
        oneOf("--via", via, List.of("instances", "fleet", "elastigroup", "group"));
        int wanted = nodes().orElseThrow(() -> new UsageException("how many machines? Say it with --nodes."));
        if (known.isPresent() && wanted < known.get().nodes()) {
            return shrink(terminal, crew, file, known.get(), wanted, Provider.USUAL_DRAIN, pause);
        }
        if (wanted == 0) {
            throw new UsageException("there is no pool \"" + pool() + "\" to give back.");
        }
        var order = known.map(before -> sized(before, wanted)).orElseGet(() -> order(wanted));
        file.write(order);
        return tell(terminal, order, crew.up(order, duration("--scale-timeout", scaleTimeout), pause));
    }

    private Crew.Order order(int wanted) {
        var now = clock.instant();
        return new Crew.Order(
                "nodes." + pool() + "." + TIME.format(now), pool(), slaveType == null ? pool() : slaveType, market, via, wanted,
                now.plus(duration("--ttl", ttl)).truncatedTo(ChronoUnit.SECONDS));
    }
}
