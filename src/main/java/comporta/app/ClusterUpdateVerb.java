package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import comporta.cluster.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta cluster update}. */
final class ClusterUpdateVerb extends ClusterAction {
    static final String HELP = """
            Usage: comporta cluster update [STACK…] [OPTIONS]

            Brings clusters to what cluster.yaml says: missing machines are started, those made of something else replaced one after the
            other, those too many drained and ended. The version of Mesos stays; cluster upgrade changes it. Default: every stack that stands.

            Options
              --slave-type TYPE           only machines of this type, such as mesos-fixed
            """ + ClusterAction.OPTIONS + """

            Examples
              comporta cluster update
              comporta cluster update cantareira-dev --slave-type mesos-fixed
              comporta cluster update --dry-run

            Exit codes: 0 done or shown, 1 a step failed, 2 wrong usage or cluster file.
            """;

    @Parameter
    private List<String> stacks = new ArrayList<>();

    @Parameter(names = "--slave-type")
    private @Nullable String slaveType;

    ClusterUpdateVerb(Assent assent) {
        super(assent);
    }

    @Override
    int run(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        Map<Stack, ClusterPlan> plans = new LinkedHashMap<>();
        for (var name : stacks.isEmpty() ? clusters.stacks().keySet() : stacks) {
            var written = clusters.stack(name);
            var seen = look(cloud, written);
            if (seen.wall() == null) {
                told(stacks, name);
                continue;
            }
            var stack = asMade(written, seen);
            plans.put(stack, ClusterPlan.update(stack, seen, scope(stack)));
        }
        if (plans.isEmpty()) {
            throw new UsageException("no stack of the cluster file stands yet. comporta cluster create STACK makes one.");
        }
        handOn(terminal, plans.values().stream().mapToInt(plan -> plan.steps().size()).sum(),
                plans.values().stream().flatMap(plan -> lines(plan).stream().map(line -> plan.stack() + ": " + line)).toList());
        for (var plan : plans.entrySet()) {
            if (!carryOut(terminal, cloud, plan.getKey(), plan.getValue(), "update " + plan.getKey().name())) {
                break;
            }
        }
        return ExitCode.DONE;
    }

    private static void told(List<String> named, String name) {
        if (named.contains(name)) {
            throw new UsageException("stack " + name + " does not stand yet. comporta cluster create " + name + " makes it.");
        }
    }

    private ClusterPlan.Scope scope(Stack stack) {
        if (slaveType == null) {
            return ClusterPlan.Scope.ALL;
        }
        return of(stack, slaveType);
    }

    /** @throws UsageException when the stack has no such machines */
    static ClusterPlan.Scope of(Stack stack, String slaveType) {
        if (!stack.slaveTypes().containsKey(slaveType)) {
            throw new UsageException("stack " + stack.name() + " has no slave type \"" + slaveType + "\". It has: "
                    + String.join(", ", stack.slaveTypes().keySet()) + ".");
        }
        return ClusterPlan.Scope.of(slaveType);
    }
}
