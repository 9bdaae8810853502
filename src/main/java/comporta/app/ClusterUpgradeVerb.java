package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import comporta.cluster.Stack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta cluster upgrade}. */
final class ClusterUpgradeVerb extends ClusterAction {
    static final String HELP = """
            Usage: comporta cluster upgrade [STACK…] --to VERSION [OPTIONS]

            Rolls a version of Mesos over clusters: masters first, the leader last, then agents, one machine after the other. Each is drained,
            replaced and proven to be back before the next is touched. With --via, that stack comes first, and the smoke job of cluster.yaml
            must succeed on it. Each stack is agreed to by itself, once the one before is done. Default: every stack of cluster.yaml that
            stands, in its order. --via test test is the test stack and its smoke job alone.

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
            throw new UsageException(wanted == null
                    ? "to which version? Add e.g. --to 1.11.0."
                    : "--to is \"" + wanted + "\", and must be a version such as 1.11.0.");
        }
        if (masters && slaveType != null) {
            throw new UsageException("--masters and --slave-type name different machines. Leave one out.");
        }
        var smoke = new SmokeJob(clusters.smoke(), terminal);
        var names = names(terminal, clusters, cloud);
        if (isOnlyShown()) {
            show(terminal, clusters, cloud, names, wanted);
            return ExitCode.DONE;
        }
        for (var name : names) {
            // Looked at when its turn comes: the one before may have taken hours.
            var leg = leg(clusters.stack(name), cloud, wanted);
            if (!carryOut(terminal, cloud, leg.stack(), leg.plan(), title(leg, wanted))) {
                return ExitCode.DONE;
            }
            if (name.equals(via) && !smoke.succeeds(name, cloud.look(leg.stack()).versionBefore())) {
                return ExitCode.NOT_SUCCESSFUL;
            }
        }
        return ExitCode.DONE;
    }

    /** All that are meant, the test stack first; of those that nobody has named, the ones that stand. */
    private List<String> names(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        var names = new LinkedHashSet<String>();
        if (via != null) {
            names.add(clusters.stack(via).name());
        }
        if (!stacks.isEmpty()) {
            stacks.forEach(name -> names.add(clusters.stack(name).name()));
            return List.copyOf(names);
        }
        for (var stack : clusters.stacks().values()) {
            boolean hasSuch = slaveType == null || stack.slaveTypes().containsKey(slaveType);
            if (hasSuch && !names.contains(stack.name()) && cloud.look(stack).wall() == null) {
                terminal.err().println("stack " + stack.name() + " does not stand yet: left out");
            } else if (hasSuch) {
                names.add(stack.name());
            }
        }
        return List.copyOf(names);
    }

    private void show(Terminal terminal, ClusterFile clusters, Cloud cloud, List<String> names, String wanted) {
        var legs = names.stream().map(name -> leg(clusters.stack(name), cloud, wanted)).toList();
        var lines = new ArrayList<String>();
        for (var leg : legs) {
            lines(leg.plan()).forEach(line -> lines.add(leg.stack().name() + ": " + line));
            if (leg.stack().name().equals(via) && !clusters.smoke().isEmpty()) {
                lines.add(via + ": smoke job " + String.join(" ", clusters.smoke()));
            }
        }
        handOn(terminal, legs.stream().mapToInt(leg -> leg.plan().steps().size()).sum(), lines);
        legs.forEach(leg -> carryOut(terminal, cloud, leg.stack(), leg.plan(), title(leg, wanted)));
    }

    private static String title(Leg leg, String wanted) {
        return "upgrade " + leg.stack().name() + " to Mesos " + wanted;
    }

    private Leg leg(Stack written, Cloud cloud, String to) {
        var seen = look(cloud, written);
        var stack = asMade(written, seen);
        var scope = masters
                ? ClusterPlan.Scope.MASTERS
                : slaveType == null
                ? ClusterPlan.Scope.ALL
                : ClusterUpdateVerb.of(stack, slaveType);
        return seen.wall() == null && written.name().equals(via)
                ? new Leg(stack, ClusterPlan.update(stack.at(to), seen, ClusterPlan.Scope.ALL))
                : new Leg(stack, ClusterPlan.upgrade(stack, seen, to, scope));
    }
}
