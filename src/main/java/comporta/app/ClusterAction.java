package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import comporta.cluster.Clouds;
import comporta.cluster.Masters;
import comporta.cluster.Seen;
import comporta.cluster.Stack;
import comporta.cluster.Step;
import comporta.cluster.WorkStopped;
import comporta.cluster.Works;
import comporta.dag.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** What a verb does to the clusters of {@code cluster.yaml}. */
abstract class ClusterAction extends PlanAction {
    static final String OPTIONS = """
              --file FILE                 the cluster file; default cluster.yaml in $COMPORTA_HOME
              --wait DURATION             how long a new machine may take to be a master or an agent; default 15m, 0s: it is not waited for
              --drain DURATION            how long what runs on a machine may go on before it is asked to end; default 10m
            """ + PlanAction.OPTIONS + """
              --output text|json          json: one object {plan, changes, summary} a stack
              --color auto|always|never
            """;
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    @Parameter(names = "--file")
    private @Nullable String file;

    @Parameter(names = "--wait")
    private String wait = "15m";

    @Parameter(names = "--drain")
    private String drain = "10m";

    ClusterAction(Assent assent) {
        super(assent);
    }

    /** Does it. */
    abstract int run(Terminal terminal, ClusterFile clusters, Cloud cloud);

    @Override
    final int run(Terminal terminal) {
        return with(terminal, file, (clusters, cloud) -> run(terminal, clusters, cloud));
    }

    /**
     * Reads the cluster file, and goes to its cloud.
     *
     * @param file null: the one in {@code $COMPORTA_HOME}
     */
    static int with(Terminal terminal, @Nullable String file, ToIntBiFunction<ClusterFile, Cloud> does) {
        try {
            var read = ClusterFile.read(file == null ? Configuration.home(terminal.environment()).resolve("cluster.yaml") : Path.of(file));
            try (var cloud = Clouds.cloud(read)) {
                return does.applyAsInt(read, cloud);
            }
        } catch (WorkStopped e) {
            terminal.err().println("comporta cluster: " + e.getMessage() + ".");
            return ExitCode.NOT_SUCCESSFUL;
        } catch (IllegalArgumentException e) {
            throw UsageException.saying(e.getMessage());
        }
    }

    /** What stands of a stack, and who leads it. */
    static Seen look(Cloud cloud, Stack stack) {
        var seen = cloud.look(stack);
        if (seen.machines().isEmpty()) {
            return seen;
        }
        try (var masters = new Masters(stack)) {
            return seen.led(masters.leader().orElse(null));
        }
    }

    /** A stack as it was made: whole, or on one machine. */
    static Stack asMade(Stack stack, Seen seen) {
        return seen.isOnOne() ? stack.single() : stack;
    }

    static List<String> lines(ClusterPlan plan) {
        return plan.steps().stream().map(Step::text).toList();
    }

    /** Shows the plan, asks, and does it. Returns whether it was done, or there was nothing to do. */
    final boolean carryOut(Terminal terminal, Cloud cloud, Stack stack, ClusterPlan plan, String title) {
        var lines = lines(plan);
        if (!agreed(terminal, title, lines.size(), lines)) {
            return lines.isEmpty();
        }
        var limits = new Works.Limits(duration("--wait", wait), duration("--drain", drain), GRACE, BETWEEN);
        try (var masters = new Masters(stack)) {
            new Works(cloud, stack, masters, limits, InstantSource.system(), ClusterAction::pause, terminal.err()::println).carryOut(plan);
        }
        terminal.err().println(title + ": done");
        return true;
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkStopped("interrupted; ask for the same again to go on", null);
        }
    }

    private static Duration duration(String option, String written) {
        try {
            return Durations.parse(written);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " is \"" + written + "\", and must be a duration such as 15m.");
        }
    }

    /** The only stack that is named. */
    static String only(List<String> stacks, String example) {
        if (stacks.size() != 1) {
            throw new UsageException((stacks.isEmpty() ? "which stack? " : "one stack at a time, and these are " + stacks.size() + ". ") + "Write e.g. " + example + ".");
        }
        return stacks.getFirst();
    }
}
