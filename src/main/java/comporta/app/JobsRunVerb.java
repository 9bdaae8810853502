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
              --slave-type NAME           kind of these machines, one of nodes.slave_types in comporta.yaml; of a Spark driver without
                                          --nodes: its executors run on agents of that kind that are there
              --use-spotinst              they come from a new Elastigroup; for Spark drivers only
              --only NAMES                data sets that a Spark driver is to compute, with commas between
            """;
    static final String HELP = """
            Usage: comporta jobs run [NAME|FILE] [VARIABLE=value]... [OPTIONS]

            Submits a job and follows it to its end: what it writes appears here as it writes it. Ctrl-C stops the job; twice forces it.
            How far machines of its own are is told on stderr.

            Options
            """ + WORDS + NODES + OPTIONS + """

            Examples
              comporta jobs run --backend mesos --command 'echo Hello' --cpus 0.1 --mem 100m
              comporta jobs run itaipu.yaml --nodes 20 --slave-type itaipu --use-spotinst --only contracts,accounts
              comporta jobs run itaipu.yaml --stack test --slave-type mesos-fixed --only contracts

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
        if (nodes == null && spotinst) {
            throw new UsageException("--use-spotinst is for jobs with machines of their own. Say how many with --nodes.");
        }
        if (nodes != null && (nodes < 1 || nodes > 1000)) {
            throw new UsageException("--nodes is " + nodes + ", and must be between 1 and 1000.");
        }
        if (nodes == null && spark.isEmpty() && only == null) {
            if (slaveType != null) {
                throw new UsageException("--slave-type is for Spark drivers and for jobs with machines of their own. Say how many with --nodes, or where it is to run with "
                        + "--constraint slave-type=" + slaveType + ".");
            }
            return OptionalInt.empty();
        }
        var datasets = only == null ? List.<String>of() : List.of(only.split(",", -1));
        return OptionalInt.of(new JobOnNodes(job, spark, nodes == null ? 0 : nodes, slaveType, spotinst, datasets)
                .run(terminal, configuration, configurationFile(), json()));
    }
}
