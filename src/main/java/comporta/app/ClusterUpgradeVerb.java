package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import comporta.cluster.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta cluster upgrade}. */
final class ClusterUpgradeVerb extends ClusterAction {
    static final String HELP = """
            Usage: comporta cluster upgrade [STACK…] --to VERSION [OPTIONS]

            Rolls a version of Mesos over clusters: masters first, the leader last, then agents, one machine after the other. Each is drained,
            replaced and proven to be back before the next is touched. With --via, that stack comes first, and the smoke job of cluster.yaml
            must succeed on it. Each stack is agreed to by itself. Default: every stack of cluster.yaml but that of --via, in its order.

            Options
              --to VERSION                such as 1.11.0
              --via STACK                 try it there first; it is made when it does not stand
              --masters                   masters only
              --slave-type TYPE           only machines of this type
            """ + ClusterAction.OPTIONS + """

            Examples
              comporta cluster upgrade --to 1.11.0 --via test
              comporta cluster upgrade cantareira-dev --to 1.11.0 --masters --yes
              comporta cluster upgrade cantareira-dev --to 1.11.0 --slave-type mesos-fixed --dry-run

            Exit codes: 0 done or shown, 1 a step or the smoke job failed, 2 wrong usage or cluster file.
            """;

    @Parameter
    private List<String> stacks = new ArrayList<>();

    @Parameter(names = "--to")
    private @Nullable String version;

    @Parameter(names = "--via")
    private @Nullable String via;

    @Parameter(names = "--masters")
    private boolean masters;

    @Parameter(names = "--slave-type")
    private @Nullable String slaveType;

    ClusterUpgradeVerb(Assent assent) {
        super(assent);
    }

    /** A stack with its way to the version. */
    private record Leg(Stack stack, ClusterPlan plan) {}

    @Override
    int run(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        var wanted = version;
        if (wanted == null || !wanted.matches("\\d+\\.\\d+\\.\\d+")) {
            throw new UsageException(wanted == null ? "to which version? Add e.g. --to 1.11.0." : "--to is \"" + wanted + "\", and must be a version such as 1.11.0.");
        }
        if (masters && slaveType != null) {
            throw new UsageException("--masters and --slave-type name different machines. Leave one out.");
        }
        var legs = new ArrayList<Leg>();
        if (via != null) {
            legs.add(leg(clusters.stack(via), cloud, wanted, true));
        }
        for (var name : stacks.isEmpty() ? clusters.stacks().keySet() : stacks) {
            if (!name.equals(via)) {
                legs.add(leg(clusters.stack(name), cloud, wanted, false));
            }
        }
        handOn(terminal, legs.stream().mapToInt(leg -> leg.plan().steps().size()).sum(),
                legs.stream().flatMap(leg -> lines(leg.plan()).stream().map(line -> leg.stack().name() + ": " + line)).toList());
        for (var leg : legs) {
            boolean isThere = carryOut(terminal, cloud, leg.stack(), leg.plan(), "upgrade " + leg.stack().name() + " to Mesos " + wanted);
            if (isDryRun()) {
                continue;   // all of it is shown
            }
            if (!isThere) {
                return ExitCode.DONE;
            }
            if (leg.stack().name().equals(via) && !smoke(terminal, clusters, leg.stack())) {
                return ExitCode.NOT_SUCCESSFUL;
            }
        }
        return ExitCode.DONE;
    }

    private Leg leg(Stack written, Cloud cloud, String to, boolean mayBeMade) {
        var seen = look(cloud, written);
        var stack = asMade(written, seen);
        var scope = masters ? ClusterPlan.Scope.MASTERS : slaveType == null ? ClusterPlan.Scope.ALL : ClusterUpdateVerb.of(stack, slaveType);
        return seen.wall() == null && mayBeMade
                ? new Leg(stack, ClusterPlan.update(stack.at(to), seen, ClusterPlan.Scope.ALL))
                : new Leg(stack, ClusterPlan.upgrade(stack, seen, to, scope));
    }

    /** Runs with our own environment, and writes where we write. */
    private static boolean smoke(Terminal terminal, ClusterFile clusters, Stack stack) {
        if (clusters.smoke().isEmpty()) {
            terminal.err().println("no smoke job: cluster.yaml names none, so " + stack.name() + " proves nothing more");
            return true;
        }
        terminal.err().println("smoke job: " + String.join(" ", clusters.smoke()));
        try {
            var builder = new ProcessBuilder(clusters.smoke()).inheritIO();
            builder.environment().put("COMPORTA_STACK", stack.name());
            int code = builder.start().waitFor();
            if (code != 0) {
                terminal.err().println("the smoke job ended with " + code + ": no other stack is touched. comporta cluster revert " + stack.name() + " goes back.");
            }
            return code == 0;
        } catch (IOException e) {
            terminal.err().println("the smoke job cannot be started: " + e.getMessage() + ". Mend smoke in cluster.yaml.");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
