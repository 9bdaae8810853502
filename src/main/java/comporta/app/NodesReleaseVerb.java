package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.Map;

/** {@code comporta nodes release}. */
final class NodesReleaseVerb extends NodesLeaseVerb {
    static final String HELP = """
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

    @Parameter(names = "--force")
    private boolean force;

    NodesReleaseVerb() {
        super("release");
    }

    @Override
    Map<String, Object> more() {
        return Map.of("force", force);
    }
}
