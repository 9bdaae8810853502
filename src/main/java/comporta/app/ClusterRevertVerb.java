package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Cloud;
import comporta.cluster.ClusterFile;
import comporta.cluster.ClusterPlan;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta cluster revert}. */
final class ClusterRevertVerb extends ClusterAction {
    static final String HELP = """
            Usage: comporta cluster revert STACK [OPTIONS]

            Rolls a cluster back to the version of Mesos that it had before the last upgrade, on any later day: versions are kept on record at
            the cluster's security group. Goes as gently as an upgrade.

            Options
            """ + ClusterAction.OPTIONS + """

            Examples
              comporta cluster revert cantareira-dev
              comporta cluster revert cantareira-dev --yes --drain 30m

            Exit codes: 0 done or shown, 1 a step failed, 2 wrong usage or cluster file, or no version before this one.
            """;

    @Parameter
    private List<String> stacks = new ArrayList<>();

    ClusterRevertVerb(Assent assent) {
        super(assent);
    }

    @Override
    int run(Terminal terminal, ClusterFile clusters, Cloud cloud) {
        var written = clusters.stack(only(stacks, "comporta cluster revert cantareira-dev"));
        var seen = look(cloud, written);
        var stack = asMade(written, seen);
        var plan = ClusterPlan.revert(stack, seen);
        handOn(terminal, plan.steps().size(), lines(plan));
        carryOut(terminal, cloud, stack, plan, "revert " + stack.name() + " to Mesos " + seen.versionBefore().orElse(""));
        return ExitCode.DONE;
    }
}
