package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta cluster create}. */
final class ClusterCreateVerb extends ClusterAction {
    static final String HELP = """
            Usage: comporta cluster create STACK [OPTIONS]

            Makes a Mesos cluster as cluster.yaml says: security group, masters with ZooKeeper, fixed agents, auto-scaling groups. What stands
            already is left alone; broken off, it goes on where it was.

            Options
              --single                    all on one machine: ZooKeeper, the master and one agent
            """ + ClusterAction.OPTIONS + """

            Examples
              comporta cluster create test
              comporta cluster create test --single --yes
              comporta cluster create cantareira-dev --dry-run

            Exit codes: 0 done or shown, 1 a step failed, 2 wrong usage or cluster file.
            """;

    @Parameter
    private List<String> stacks = new ArrayList<>();

    @Parameter(names = "--single")
    private boolean single;

    ClusterCreateVerb(Assent assent) {
        super(assent);
    }

    @Override
    int run(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        var written = clusters.stack(only(stacks, "comporta cluster create test"));
        var seen = look(cloud, written);
        if (!single && seen.isOnOne()) {
            throw new UsageException("stack " + written.name() + " stands on one machine. Add --single, or end that machine first.");
        }
        if (single && !seen.isOnOne() && !seen.machines().isEmpty()) {
            throw new UsageException("stack " + written.name() + " stands already, on " + seen.machines().size()
                    + " machines. Leave out --single.");
        }
        var stack = single ? written.single() : written;
        var plan = ClusterPlan.update(stack, seen, ClusterPlan.Scope.ALL);
        handOn(terminal, plan.steps().size(), lines(plan));
        carryOut(terminal, cloud, stack, plan, "create " + stack.name());
        return ExitCode.DONE;
    }
}
