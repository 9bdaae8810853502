package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Durations;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes keep}. */
final class NodesKeepVerb extends NodesLeaseVerb {
    static final String HELP = """
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

    private final InstantSource clock;

    @Parameter(names = "--for")
    private @Nullable String time;

    NodesKeepVerb(InstantSource clock) {
        super("keep");
        this.clock = clock;
    }

    @Override
    Map<String, Object> more() {
        if (time == null) {
            throw new UsageException("how long? Say it with --for, e.g. --for 2h.");
        }
        try {
            return Map.of("until", clock.instant().plus(Durations.parse(time)).toString());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--for \"" + time + "\" is not a duration. Write e.g. 2h or 90m.");
        }
    }
}
