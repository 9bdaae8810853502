package comporta;

import java.util.List;

/**
 * What DAG files in Java are written with: {@code import static comporta.Dsl.*;} brings these methods and the types that they give, and
 * after a dot an editor shows only what fits there. Names are the keys of the YAML form in camel case.
 *
 * <p>The types come from interfaces since one static import of this class is to bring all of them.
 */
public final class Dsl implements Dags, Tasks, Operators, OutwardOperators, Jobs, Machines, Schedules, Params, Conditions {
    private Dsl() {}

    /**
     * The lines of a text file that lies in the folder of the DAG file.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public static List<String> readLines(String file) {
        return TextFiles.readLines(file);
    }

    static Object itemsOf(String... items) {
        return items.length == 1 && items[0].startsWith("{{") ? items[0] : List.of(items);
    }

    /** A DAG. */
    public static Dag newDag(String id) {
        return new Dag(id);
    }

    /** A task that runs a program or a shell line. */
    public static Command command(String id) {
        return new Command(id);
    }

    /** A task where lines meet. */
    public static Noop noop(String id) {
        return new Noop(id);
    }

    /** A task that chooses which of those directly below it go on. */
    public static Branch branch(String id) {
        return new Branch(id);
    }

    /** A task that skips what is below it, or lets it go on. */
    public static ShortCircuit shortCircuit(String id) {
        return new ShortCircuit(id);
    }

    /** A task that waits for something outside. */
    public static Sensor sensor(String id) {
        return new Sensor(id);
    }

    /** A task that sends a request. */
    public static Http http(String id) {
        return new Http(id);
    }

    /** A task that carries out a statement. */
    public static Sql sql(String id) {
        return new Sql(id);
    }

    /** A task that starts a run of another DAG. */
    public static TriggerDag triggerDag(String id) {
        return new TriggerDag(id);
    }

    /** A task that asks a person. */
    public static Approval approval(String id) {
        return new Approval(id);
    }

    /** A task that runs a Spark driver. */
    public static SparkDriver sparkDriver(String id) {
        return new SparkDriver(id);
    }

    /** A task that runs a model. */
    public static Model model(String id) {
        return new Model(id);
    }

    /** A task that brings machines. */
    public static ScaleEc2 scaleEc2(String id) {
        return new ScaleEc2(id);
    }

    /** A task that gives machines back. */
    public static DownscaleEc2 downscaleEc2(String id) {
        return new DownscaleEc2(id);
    }

    /** A task that sizes an auto-scaling group. */
    public static Scale scale(String id) {
        return new Scale(id);
    }

    /** A task of an operator that Comporta does not bring along. */
    public static CustomTask task(String id, String operator) {
        return new CustomTask(id, operator);
    }

    /** A group of tasks. */
    public static Group group(String id) {
        return new Group(id);
    }

    /** Keys for all tasks of a DAG or group. */
    public static Defaults defaults() {
        return new Defaults();
    }

    /** Another DAG, or with {@code task} one task of it. */
    public static OtherDag otherDag(String dag) {
        return new OtherDag(dag);
    }

    /** One instance per item; an only item that begins with braces is an expression that gives the list. */
    public static Expand over(String name, String... items) {
        return new Expand(name, itemsOf(items));
    }

    /** One instance per item: text, a number, a truth value, a list or a map. */
    public static Expand over(String name, List<?> items) {
        return new Expand(name, items);
    }

    /** What is launched. */
    public static Job job() {
        return new Job();
    }

    /** What is launched, and who runs it. */
    public static Job job(String backend) {
        return new Job().backend(backend);
    }

    /** Something that is fetched into the sandbox. */
    public static Uri uri(String uri) {
        return new Uri(uri);
    }

    /** A directory of the agent, and where the container sees it. */
    public static Volume volume(String host, String container) {
        return new Volume(host, container);
    }

    /** Settings of Docker. */
    public static Docker docker() {
        return new Docker();
    }

    /** Machines; for a group, whose id is the name of the pool. */
    public static NodePool nodePool() {
        return new NodePool();
    }

    /** Machines, by the name of their pool. */
    public static NodePool nodePool(String name) {
        return new NodePool().name(name);
    }

    /** Cores that follow the deadline, between these two. */
    public static Elasticity elasticity(double minCpus, double maxCpus) {
        return new Elasticity(minCpus, maxCpus);
    }

    /** Executors of a Spark driver. */
    public static Spark spark() {
        return new Spark();
    }

    /** Lines of five fields, or presets. */
    public static CronSchedule cron(String... lines) {
        return new CronSchedule(lines);
    }

    /** Equal steps of elapsed time. */
    public static EverySchedule every(String every) {
        return new EverySchedule(every);
    }

    /** Instants that are listed. */
    public static DatesSchedule dates(String... instants) {
        return new DatesSchedule(instants);
    }

    /** When all of these DAGs have succeeded. */
    public static AfterSchedule afterAll(String... dags) {
        return new AfterSchedule("all", List.of(dags));
    }

    /** When all of these have succeeded. */
    public static AfterSchedule afterAll(OtherDag... dags) {
        return new AfterSchedule("all", List.of(dags));
    }

    /** When one of these DAGs has succeeded. */
    public static AfterSchedule afterAny(String... dags) {
        return new AfterSchedule("any", List.of(dags));
    }

    /** When one of these has succeeded. */
    public static AfterSchedule afterAny(OtherDag... dags) {
        return new AfterSchedule("any", List.of(dags));
    }

    /** When somebody asks. */
    public static ManualSchedule manual() {
        return new ManualSchedule();
    }

    /** Days of a named calendar. */
    public static Calendar calendar(String name) {
        return new Calendar(name);
    }

    /** The piece of the data that a run works on. */
    public static Partition partition(String unit) {
        return new Partition(unit);
    }

    /** Ready at the first such wall time after the reference. */
    public static Deadline by(String time) {
        return new Deadline("by", time);
    }

    /** Ready so long after the reference. */
    public static Deadline within(String duration) {
        return new Deadline("within", duration);
    }

    /** What is unusual. */
    public static Alerts alerts() {
        return new Alerts();
    }

    /** What one run may cost. */
    public static Budget budget() {
        return new Budget();
    }

    /** Somebody or something that hears of an event. */
    public static Target target() {
        return new Target();
    }

    /** A file is there. */
    public static FileCondition fileCondition(String path) {
        return new FileCondition(path);
    }

    /** An address answers. */
    public static HttpCondition httpCondition() {
        return new HttpCondition();
    }

    /** A query gives true, or a number other than 0. */
    public static SqlCondition sqlCondition(String connection, String query) {
        return new SqlCondition(connection, query);
    }

    /** A time has come. */
    public static Condition timeCondition(String time) {
        return new TimeCondition(time);
    }

    /** A text. */
    public static StringParam stringParam(String name) {
        return new StringParam(name);
    }

    /** An integer. */
    public static IntegerParam integerParam(String name) {
        return new IntegerParam(name);
    }

    /** A number. */
    public static NumberParam numberParam(String name) {
        return new NumberParam(name);
    }

    /** True or false. */
    public static BooleanParam booleanParam(String name) {
        return new BooleanParam(name);
    }

    /** A date. */
    public static DateParam dateParam(String name) {
        return new DateParam(name);
    }

    /** One of these. */
    public static EnumParam enumParam(String name, String... values) {
        return new EnumParam(name).values(values);
    }

    /** A list. */
    public static ListParam listParam(String name) {
        return new ListParam(name);
    }

    /** A map. */
    public static ObjectParam objectParam(String name) {
        return new ObjectParam(name);
    }
}
