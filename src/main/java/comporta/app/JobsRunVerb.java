package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code comporta jobs run}, with machines of its own if they are asked for. */
final class JobsRunVerb extends JobsSubmitVerb {
    private static final String NODES = """
              --nodes N                   with so many machines of its own: they are scaled up before, and given back whatever happens
              --slave-type NAME           kind of these machines, one of nodes.slave_types in comporta.yaml
              --use-spotinst              they come from a new Elastigroup; for Spark drivers only
              --only NAMES                data sets that a Spark driver is to compute, with commas between
            """;
    static final String HELP = """
            Usage: comporta jobs run [NAME|FILE] [VARIABLE=value]... [OPTIONS]

            Submits a job and follows it to its end: what it writes appears here as it writes it. Ctrl-C stops the job; twice forces it.

            Options
            """ + WORDS + NODES + OPTIONS + """

            Examples
              comporta jobs run --backend mesos --command 'echo Hello' --cpus 0.1 --mem 100m
              comporta jobs run itaipu.yaml --nodes 20 --slave-type itaipu --use-spotinst --only contracts,accounts

            Exit codes: 0 success, 1 the job failed, 2 wrong usage, or the backend does not take it, 130 interrupted.
            """;

    @Parameter(names = "--nodes")
    private @Nullable Integer nodes;

    @Parameter(names = "--slave-type")
    private @Nullable String slaveType;

    @Parameter(names = "--use-spotinst")
    private boolean spotinst;

    @Parameter(names = "--only")
    private @Nullable String only;

    JobsRunVerb() {
        super("run");
    }

    @Override
    OptionalInt onNodes(Terminal terminal, Configuration configuration, KeptJob job, Map<String, Object> spark) {
        if (nodes == null) {
            if (spotinst || slaveType != null || only != null) {
                throw new UsageException((spotinst ? "--use-spotinst" : only != null ? "--only" : "--slave-type")
                        + " is for jobs with machines of their own. Say how many with --nodes.");
            }
            return OptionalInt.empty();
        }
        if (nodes < 1 || nodes > 1000) {
            throw new UsageException("--nodes is " + nodes + ", and must be between 1 and 1000.");
        }
        return OptionalInt.of(new JobOnNodes(job, spark, nodes, slaveType, spotinst, only == null ? List.of() : List.of(only.split(",", -1)))
                .run(terminal, configuration, configurationFile(), json()));
    }
}
