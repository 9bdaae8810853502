package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.nodes.Crew;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** {@code comporta nodes downscale}. */
final class NodesDownscaleVerb extends NodesCrewAction {
    static final String HELP = """
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

    @Parameter(names = "--drain-timeout")
    private String drainTimeout = "10m";

    NodesDownscaleVerb(InstantSource clock) {
        super(clock);
    }

    @Override
    int run(Terminal terminal, Crew crew, CrewFile file, Optional<Crew.Order> known, Duration pause) throws InterruptedException {
        var before = known.orElseThrow(() -> new UsageException(
                "nodes scale has brought up no pool \"" + pool() + "\". comporta nodes list shows what runs hold."));
        int staying = Math.min(nodes().orElse(0), before.nodes());
        return shrink(terminal, crew, file, before, staying, duration("--drain-timeout", drainTimeout), pause);
    }
}
