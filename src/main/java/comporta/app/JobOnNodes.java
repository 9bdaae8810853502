package comporta.app;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.dagfile.Checking;
import comporta.dagfile.DagProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A single job with machines of its own: a local run of three tasks, so that the machines are a lease of the engine and are given back
 * whatever becomes of the job. A Spark driver may do with the machines that are there. The same command goes on with it after it was cut off.
 *
 * @param spark the executors of a driver; empty: the job is none
 * @param nodes how many machines; 0: a driver on those that are there
 * @param spotinst whether they come from a new Elastigroup
 * @param only data sets that a driver is to compute
 */
record JobOnNodes(KeptJob job, Map<String, Object> spark, int nodes, @Nullable String slaveType, boolean spotinst, List<String> only) {

    /** @throws UsageException when it cannot be done with such a job */
    void check(Configuration configuration) {
        if (spotinst && spark.isEmpty()) {
            throw new UsageException("job " + job.name() + " is no Spark driver (its file has no spark: block), so --use-spotinst is not for it: spot machines may be taken away "
                    + "at any moment, and while a driver only starts executors anew, this job would begin again. Leave --use-spotinst out.");
        }
        if (!only.isEmpty() && spark.isEmpty()) {
            throw new UsageException("--only names data sets of a Spark driver, and job " + job.name() + " is none (its file has no spark: block).");
        }
        if (nodes == 0) {
            return;
        }
        if (slaveType == null) {
            throw new UsageException("of which kind are the " + nodes + " machines? Say it with --slave-type, e.g. --slave-type itaipu.");
        }
        if (MachineSource.isReal(configuration)) {
            checkMachines(configuration, slaveType);
        }
    }

    /** Machines that are paid for are not started for a job that will not use them. */
    private void checkMachines(Configuration configuration, String slaveType) {
        var types = PlainData.block(PlainData.block(configuration.values(), "nodes"), "slave_types");
        if (!types.containsKey(slaveType)) {
            throw UsageException.saying("there is no slave type \"" + slaveType + "\". " + Suggestion.didYouMean(slaveType, types.keySet(), types.isEmpty()
                    ? "Add it under nodes.slave_types in comporta.yaml"
                    : "They are " + String.join(", ", types.keySet())));
        }
        if (Boolean.FALSE.equals(PlainData.block(types, slaveType).get("scaled"))) {
            throw new UsageException("slave type \"" + slaveType + "\" is never scaled (scaled: false): leave --nodes out, or name another one.");
        }
        if (!spark.isEmpty() && "local".equals(configuration.backends().get(job.backend()))) {
            throw new UsageException("driver " + job.name() + " would run on backend " + job.backend() + ", with executors on this machine, and the " + nodes
                    + " machines would stand idle. Name the backend that they are agents of, with --backend or defaults.backend in comporta.yaml.");
        }
    }

    /** Runs it to its end, and returns the exit code. */
    int run(Terminal terminal, Configuration configuration, @Nullable Path config, boolean json) {
        check(configuration);
        var home = new Home(configuration.home());
        var file = home.folder().resolve("jobs").resolve(job.name() + ".nodes.yaml");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, PlainData.toJson(dag()) + "\n");
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage() + ".");
        }
        var source = DagSources.file(file);
        var reading = source.read(Checking.LENIENT);
        var dag = reading.dag();
        if (dag == null) {
            throw new UsageException("the job cannot be run so."
                    + String.join("", reading.problems().stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).map(each -> "\n" + each.what() + ". " + each.fix()).toList()));
        }
        var request = new RunRequest(file, null, Map.of(), null, null, null, null, Map.of(), false, true, false, null, null, config);
        var values = LocalValues.load(source.file(), configuration, terminal.environment(), Map.of());
        var vault = new LocalVault(values, home.key());
        var shown = terminal.masked(vault.mask());
        return new LocalRun(terminal.environment())
                .run(new RunOrder(request, dag, source.file(), reading.source(), configuration, values, vault), screen(shown, dag, json));
    }

    /** Stdout is the job's own, unless programs read it: those are told all there. */
    private RunScreen screen(Terminal shown, Dag dag, boolean json) {
        var around = json ? new JsonLines(shown.out(), shown.err(), dag) : new PlainLines(shown.err(), shown.err(), dag, ZoneId.systemDefault());
        return new JobScreen(around, job.name(), JobsSubmitVerb.printing(shown, json), text -> shown.err().println("comporta: " + text));
    }

    /** The tasks, as a DAG file has them. */
    Map<String, Object> dag() {
        var name = job.name();
        Map<String, Object> tasks = new LinkedHashMap<>();
        var work = work();
        if (nodes > 0) {
            work.put("depends_on", "scale-ec2-" + name);
            tasks.put("scale-ec2-" + name, Map.of("operator", "scale-ec2", "node_pool", pool()));
        }
        tasks.put(name, work);
        if (nodes > 0) {
            tasks.put("downscale-ec2-" + name, Map.of("operator", "downscale-ec2", "teardown_of", "scale-ec2-" + name, "depends_on", name));
        }
        Map<String, Object> dag = new LinkedHashMap<>();
        dag.put("dag", "job-" + name);
        dag.put("tasks", tasks);
        return dag;
    }

    private Map<String, Object> pool() {
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("name", String.valueOf(slaveType));   // which is the attribute that the executors ask for
        pool.put("nodes", nodes);
        if (spotinst) {
            pool.put("via", "elastigroup");
            pool.put("market", "spot-with-fallback");
        }
        return pool;
    }

    private Map<String, Object> work() {
        Map<String, Object> block = new LinkedHashMap<>(job.job());
        block.put("backend", job.backend());
        if (block.get("file") instanceof String file) {
            block.put("file", job.folder().resolve(file).toString());
        }
        Map<String, Object> work = new LinkedHashMap<>();
        if (!job.env().isEmpty()) {
            work.put("env", job.env());
        }
        work.put("job", block);
        if (!spark.isEmpty()) {
            Map<String, Object> executors = new LinkedHashMap<>(spark);
            if (slaveType != null) {
                executors.put("node_pool", slaveType);
            }
            if (!only.isEmpty()) {
                executors.put("only", only);
            }
            work.put("operator", "spark-driver");
            work.put("spark", executors);
        }
        return work;
    }
}
