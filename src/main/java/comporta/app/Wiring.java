package comporta.app;

import comporta.basic.HttpOperator;
import comporta.basic.NoopOperator;
import comporta.basic.Sensors;
import comporta.basic.SqlOperator;
import comporta.dag.Task;
import comporta.elasticity.Controller;
import comporta.elasticity.LaunchShares;
import comporta.elasticity.Measures;
import comporta.elasticity.Policy;
import comporta.job.CommandOperator;
import comporta.job.JobBackends;
import comporta.local.LocalBackend;
import comporta.local.LocalSettings;
import comporta.model.ModelOperator;
import comporta.nodes.NodePools;
import comporta.nodes.Provider;
import comporta.operator.Operator;
import comporta.secret.Vault;
import comporta.spark.SparkDriverOperator;
import comporta.spark.SparkSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which operators there are in a local run, put together by hand. */
final class Wiring implements AutoCloseable {
    /** Operators whose tries are jobs. */
    private static final Set<String> JOBS = Set.of("command", "spark-driver", "model");

    /** Operators that this version has. */
    static final Set<String> BUILT = Set.of(
            "command", "noop", "branch", "short-circuit", "sensor", "http", "sql", "spark-driver", "model", "scale-ec2",
            "downscale-ec2", "scale");

    private final LocalBackend local;
    private final JobBackends backends;
    private final NodePools pools;
    private final Sensors sensors;
    private final SparkDriverOperator spark;
    private final Map<String, Operator> operators = new LinkedHashMap<>();

    /**
     * @param state folder of the run, which outlives this process
     * @param machines where machines come from
     * @param followed what Spark drivers are followed by
     * @param zone for DAGs that name none
     * @param outside where jobs go, {@code local} being given
     * @param policy by which model tasks are given CPU
     * @param measures where such decisions are told
     * @param vault where connections and secrets come from
     */
    Wiring(
            Path state, Map<String, String> environment, int parallel, long logLimit, Function<LocalBackend, JobBackends> outside,
            Provider machines, SparkSettings followed, ZoneId zone, Vault vault, Policy policy, Measures measures,
            InstantSource clock) {
        local = new LocalBackend(new LocalSettings(state, environment, parallel, logLimit, vault), clock);
        var controller = new Controller(policy, measures, clock);
        backends = outside.apply(local);
        var launches = new LaunchShares(policy, backends.standard(), controller::tell);
        pools = new NodePools(machines, clock, launches);
        sensors = new Sensors(zone, vault, clock);
        add(new CommandOperator(backends));
        add(new NoopOperator());
        spark = new SparkDriverOperator(backends, followed, logLimit, clock, launches);
        add(spark);
        add(new ModelOperator(backends, controller, controller::tell));
        add(new HttpOperator(state.resolve("http"), vault, clock));
        add(new SqlOperator(state.resolve("sql"), vault, clock));
        pools.operators().forEach(this::add);
        sensors.operators().forEach(this::add);
    }

    private void add(Operator operator) {
        operators.put(operator.name(), operator);
    }

    Map<String, Operator> operators() {
        return operators;
    }

    NodePools pools() {
        return pools;
    }

    JobBackends backends() {
        return backends;
    }

    /** Whether a task's tries are processes of this machine, when all jobs are. */
    static boolean isLocal(Task task) {
        return JOBS.contains(task.operator());
    }

    /** Whether a task's tries are processes of this machine, when jobs go to the backends that they name. */
    static Predicate<Task> isLocal(Configuration configuration) {
        var kinds = configuration.backends();
        var standard = configuration.defaultBackend();
        return task -> isLocal(task)
                && kinds.getOrDefault(String.valueOf(task.block("job").getOrDefault("backend", standard)), "local").equals("local");
    }

    /** What runs goes on running. */
    @Override
    public void close() {
        sensors.close();
        spark.close();
        pools.close();
        backends.close();
        local.close();
    }
}
