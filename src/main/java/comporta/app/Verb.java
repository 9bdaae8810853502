package comporta.app;

import comporta.dagfile.DagFiles;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A verb of the command line. Its action is made, and given to JCommander, only when it is to be carried out: a help text costs nothing
 * else.
 *
 * @param words one, or two such as {@code dags validate}
 * @param text all that {@code --help} tells of it
 */
record Verb(String words, String summary, Supplier<String> text, Supplier<Action> action) {
    static final List<Verb> ALL = List.of(
            new Verb("run", "run a DAG file to its end on this machine", RunVerb.HELP,
                    () -> new RunVerb(terminal -> new LocalRun(terminal.environment()), new FastRun(), Wiring.BUILT)),
            new Verb("start", "schedule the DAGs of a folder, and answer over HTTP", StartVerb.HELP, StartVerb::new),
            new Verb("simulate", "simulate a DAG night after night and judge its deadlines", SimulateVerb.HELP, SimulateVerb::new),
            new Verb("plan", "what a change of a DAG file means for its deadlines", PlanVerb.HELP, PlanVerb::new),
            new Verb("forecast backtest", "hold forecasts against nights whose end is known", BacktestVerb.HELP, BacktestVerb::new),
            new Verb("forecast", "when a run is likely over, and how likely it is late", ForecastVerb.HELP, ForecastVerb::new),
            new Verb("deadlines", "what is due tonight, the likeliest to be late first", DeadlinesVerb.HELP, DeadlinesVerb::new),
            new Verb("supervisor", "give jobs that report each iteration the CPU that keeps their deadlines", SupervisorVerb.HELP, SupervisorVerb::new),
            monasca(MonascaVerb.Operation.SEND_METRIC),
            monasca(MonascaVerb.Operation.SEND_METRIC_JSON),
            monasca(MonascaVerb.Operation.SEND_ALARM),
            monasca(MonascaVerb.Operation.SEND_ALARM_JSON),
            monasca(MonascaVerb.Operation.DELETE_ALARM),
            monasca(MonascaVerb.Operation.REQUEST_TOKEN),
            monasca(MonascaVerb.Operation.GET_NOTIFICATION),
            monasca(MonascaVerb.Operation.GET_NOTIFICATION_LIST),
            monasca(MonascaVerb.Operation.CREATE_NOTIFICATION),
            new Verb("elasticity compare", "how the laws that give jobs CPU do on the same simulated jobs", CompareVerb.HELP, CompareVerb::new),
            new Verb("dags validate", "check DAG files, every mistake at once", ValidateVerb.HELP, ValidateVerb::new),
            new Verb("dags show", "show a DAG as it was understood", ShowVerb.HELP, () -> new ShowVerb(Wiring.BUILT)),
            new Verb("dags next", "when a DAG runs next, and why then", NextVerb.HELP, () -> new NextVerb(InstantSource.system())),
            new Verb("dags graph", "draw a DAG as SVG, Mermaid or Graphviz", GraphVerb.HELP, GraphVerb::new),
            new Verb("dags new", "write a DAG file to begin with", NewVerb.HELP, () -> new NewVerb(InstantSource.system())),
            new Verb("dags schema", "the format of DAG files as a JSON Schema, for editors", SchemaVerb.HELP, SchemaVerb::new),
            new Verb("dags list", "the DAGs that a server knows", DagsListVerb.HELP, DagsListVerb::new),
            new Verb("dags pause", "let a DAG make no runs by itself", () -> DagDeedVerb.PAUSE, () -> new DagDeedVerb("pause")),
            new Verb("dags resume", "let a paused DAG run at its ticks again", () -> DagDeedVerb.RESUME, () -> new DagDeedVerb("resume")),
            new Verb("dags versions", "the versions of a DAG, and in what they differ", DagsVersionsVerb.HELP, DagsVersionsVerb::new),
            new Verb("dags rollback", "let new runs use an older version of a DAG", DagsRollbackVerb::help, DagsRollbackVerb::new),
            new Verb("dags push", "send the YAML files of a folder to a server", DagsPushVerb.HELP, DagsPushVerb::new),
            new Verb("calendars audit", "hold the timetable against the clock in every minute of every change of clocks", AuditVerb.HELP, AuditVerb::new),
            new Verb("runs trigger", "begin a run of a DAG", RunsTriggerVerb.HELP, RunsTriggerVerb::new),
            new Verb("runs list", "the runs of a DAG, or of all", RunsListVerb.HELP, RunsListVerb::new),
            new Verb("runs show", "a run and its tasks", RunsShowVerb.HELP, RunsShowVerb::new),
            new Verb("runs watch", "follow a run to its end", RunsWatchVerb.HELP, RunsWatchVerb::new),
            new Verb("runs cancel", "end a run in order", () -> RunsCancelVerb.HELP, RunsCancelVerb::new),
            new Verb("runs pause", "start nothing more of a run", () -> RunDeedVerb.PAUSE, () -> new RunDeedVerb("pause")),
            new Verb("runs resume", "go on with a paused run", () -> RunDeedVerb.RESUME, () -> new RunDeedVerb("resume")),
            new Verb("runs clear", "let tasks of a run start over", () -> RunsClearVerb.HELP, RunsClearVerb::new),
            new Verb("runs rerun", "let tasks of a run run again by other parameters", () -> RunsRerunVerb.HELP, RunsRerunVerb::new),
            new Verb("runs mark", "mark a run as success or failed", () -> RunsMarkVerb.HELP, () -> new RunsMarkVerb(false)),
            new Verb("runs move", "go on with a run by another version of its DAG", () -> RunsMoveVerb.HELP, RunsMoveVerb::new),
            new Verb("runs backfill", "run a DAG for days that lie behind", () -> RunsBackfillVerb.HELP, RunsBackfillVerb::new),
            new Verb("tasks list", "the tasks of a run", TasksListVerb.HELP, TasksListVerb::new),
            new Verb("tasks logs", "what a task wrote", TasksLogsVerb.HELP, TasksLogsVerb::new),
            new Verb("tasks why", "why a task waits, and what would free it", TasksWhyVerb.HELP, TasksWhyVerb::new),
            new Verb("tasks render", "what the templates of a task became", TasksRenderVerb.HELP, TasksRenderVerb::new),
            new Verb("tasks kill", "end what runs of a task", () -> TaskDeedVerb.KILL, () -> new TaskDeedVerb("kill")),
            new Verb("tasks skip", "skip a task", () -> TaskDeedVerb.SKIP, () -> new TaskDeedVerb("skip")),
            new Verb("tasks mark", "mark a task as success or failed", () -> RunsMarkVerb.OF_TASKS, () -> new RunsMarkVerb(true)),
            new Verb("tasks clear", "let a task start over", () -> TasksClearVerb.HELP, TasksClearVerb::new),
            new Verb("tasks breakpoint", "stop a run before a task starts", () -> TasksBreakpointVerb.HELP, TasksBreakpointVerb::new),
            new Verb("tasks approve", "answer a task that waits for a person", () -> TasksApproveVerb.HELP, TasksApproveVerb::new),
            new Verb("nodes list", "node pools that are held, by whom and until when", NodesListVerb.HELP, NodesListVerb::new),
            new Verb("nodes scale", "bring machines up outside of any run", NodesScaleVerb.HELP, () -> new NodesScaleVerb(InstantSource.system())),
            new Verb("nodes downscale", "give such machines back", NodesDownscaleVerb.HELP, () -> new NodesDownscaleVerb(InstantSource.system())),
            new Verb("nodes keep", "hold the machines of a node pool for a while", () -> NodesKeepVerb.HELP, () -> new NodesKeepVerb(InstantSource.system())),
            new Verb("nodes release", "give the machines of a node pool back", () -> NodesReleaseVerb.HELP, NodesReleaseVerb::new),
            new Verb("cluster agents", "the machines of a Mesos cluster, and what of them is free", ClusterAgentsVerb.HELP, ClusterAgentsVerb::new),
            new Verb("cluster create", "make a Mesos cluster as cluster.yaml says", ClusterCreateVerb.HELP, () -> new ClusterCreateVerb(Assent.ofProcess())),
            new Verb("cluster update", "bring clusters to what cluster.yaml says", ClusterUpdateVerb.HELP, () -> new ClusterUpdateVerb(Assent.ofProcess())),
            new Verb("cluster versions", "which version of Mesos each cluster has", ClusterVersionsVerb.HELP, ClusterVersionsVerb::new),
            new Verb("cluster upgrade", "roll a version of Mesos over clusters", ClusterUpgradeVerb.HELP, () -> new ClusterUpgradeVerb(Assent.ofProcess())),
            new Verb("cluster revert", "roll a cluster back to the version before", ClusterRevertVerb.HELP, () -> new ClusterRevertVerb(Assent.ofProcess())),
            new Verb("iam diff", "by what roles differ from their files", IamDiffVerb.HELP, IamDiffVerb::new),
            new Verb("iam apply", "make roles what their files say", IamApplyVerb.HELP, () -> new IamApplyVerb(Assent.ofProcess())),
            new Verb("nodes cost", "what machines cost, by DAG, run, task or node pool", NodesCostVerb.HELP, NodesCostVerb::new),
            new Verb("jobs create", "write a job file to begin with, or submit one of a stack", JobsSubmitVerb.CREATE, () -> new JobsSubmitVerb("create")),
            new Verb("jobs submit", "submit a single job", JobsSubmitVerb.SUBMIT, () -> new JobsSubmitVerb("submit")),
            new Verb("jobs launch", "launch an iterative job that a supervisor gives CPU", LaunchVerb.HELP, LaunchVerb::new),
            new Verb("jobs run", "submit a single job and follow it to its end", JobsRunVerb.HELP, JobsRunVerb::new),
            new Verb("jobs update", "change a job that is kept", JobsSubmitVerb.UPDATE, () -> new JobsSubmitVerb("update")),
            job(JobsVerb.Deed.LIST),
            job(JobsVerb.Deed.STATUS),
            job(JobsVerb.Deed.INFO),
            job(JobsVerb.Deed.LOGS),
            job(JobsVerb.Deed.KILL),
            job(JobsVerb.Deed.START),
            job(JobsVerb.Deed.RESTART),
            job(JobsVerb.Deed.DELETE),
            new Verb("db migrate", "bring the tables up to date", DbMigrateVerb.HELP, DbMigrateVerb::new),
            new Verb("db check", "whether the database can be used as it is", DbCheckVerb.HELP, DbCheckVerb::new),
            new Verb("db clean", "remove runs that ended long ago", DbCleanVerb.HELP, () -> new DbCleanVerb(InstantSource.system())),
            new Verb("db export", "every row as a line of JSON", DbExportVerb.HELP, () -> new DbExportVerb(InstantSource.system())),
            new Verb("db verify", "whether all that is written fits together", DbVerifyVerb.HELP, DbVerifyVerb::new),
            new Verb("doctor", "try every part that a scheduler stands on", DoctorVerb.HELP, () -> new DoctorVerb(InstantSource.system())),
            new Verb("calendars list", "calendars that lie in no dags folder", () -> ThingsListVerb.help(Things.CALENDARS),
                    () -> new ThingsListVerb(Things.CALENDARS)),
            new Verb("calendars get", "one calendar", () -> ThingsGetVerb.help(Things.CALENDARS), () -> new ThingsGetVerb(Things.CALENDARS)),
            new Verb("calendars set", "set a calendar from a file", CalendarsSetVerb::help, CalendarsSetVerb::new),
            new Verb("calendars delete", "remove a calendar", () -> ThingsDeleteVerb.help(Things.CALENDARS), () -> new ThingsDeleteVerb(Things.CALENDARS)),
            new Verb("pools list", "concurrency pools", () -> ThingsListVerb.help(Things.POOLS), () -> new ThingsListVerb(Things.POOLS)),
            new Verb("pools get", "one pool", () -> ThingsGetVerb.help(Things.POOLS), () -> new ThingsGetVerb(Things.POOLS)),
            new Verb("pools set", "make, size, pause or resume a pool", PoolsSetVerb::help, PoolsSetVerb::new),
            new Verb("pools delete", "remove a pool", () -> ThingsDeleteVerb.help(Things.POOLS), () -> new ThingsDeleteVerb(Things.POOLS)),
            new Verb("variables list", "variables that templates read", () -> ThingsListVerb.help(Things.VARIABLES), () -> new ThingsListVerb(Things.VARIABLES)),
            new Verb("variables get", "one variable", () -> ThingsGetVerb.help(Things.VARIABLES), () -> new ThingsGetVerb(Things.VARIABLES)),
            new Verb("variables set", "set a variable, secret or not", VariablesSetVerb::help, () -> new VariablesSetVerb(SecretInput.ofProcess())),
            new Verb("variables delete", "remove a variable", () -> ThingsDeleteVerb.help(Things.VARIABLES), () -> new ThingsDeleteVerb(Things.VARIABLES)),
            new Verb("variables rotate-key", "seal every secret with a new key",
                    VariablesRotateKeyVerb.HELP, () -> new VariablesRotateKeyVerb(InstantSource.system())),
            new Verb("connections list", "connections to systems outside", () -> ThingsListVerb.help(Things.CONNECTIONS),
                    () -> new ThingsListVerb(Things.CONNECTIONS)),
            new Verb("connections get", "one connection", () -> ThingsGetVerb.help(Things.CONNECTIONS), () -> new ThingsGetVerb(Things.CONNECTIONS)),
            new Verb("connections set", "set fields of a connection", ConnectionsSetVerb::help, () -> new ConnectionsSetVerb(SecretInput.ofProcess())),
            new Verb("connections delete", "remove a connection", () -> ThingsDeleteVerb.help(Things.CONNECTIONS),
                    () -> new ThingsDeleteVerb(Things.CONNECTIONS)),
            new Verb("users list", "people who may sign in", () -> ThingsListVerb.help(Things.USERS), () -> new ThingsListVerb(Things.USERS)),
            new Verb("users get", "one user", () -> ThingsGetVerb.help(Things.USERS), () -> new ThingsGetVerb(Things.USERS)),
            new Verb("users create", "let somebody sign in", UsersCreateVerb.HELP, () -> new UsersCreateVerb(SecretInput.ofProcess())),
            new Verb("users set", "change roles or the password of a user", UsersSetVerb.HELP, () -> new UsersSetVerb(SecretInput.ofProcess())),
            new Verb("users delete", "remove a user", () -> AccountsDeleteVerb.help(Things.USERS),
                    () -> new AccountsDeleteVerb(Things.USERS)),
            new Verb("tokens list", "tokens of programs", () -> ThingsListVerb.help(Things.TOKENS), () -> new ThingsListVerb(Things.TOKENS)),
            new Verb("tokens create", "make a token for a program", TokensCreateVerb.HELP, () -> new TokensCreateVerb(SecretInput.ofPrompt())),
            new Verb("tokens delete", "let a token work no more", () -> AccountsDeleteVerb.help(Things.TOKENS),
                    () -> new AccountsDeleteVerb(Things.TOKENS)),
            new Verb("completion", "let bash, zsh or fish complete what is typed", CompletionVerb.HELP, CompletionVerb::new),
            new Verb("version", "print the version of Comporta and of the Java that runs it", VersionVerb.HELP, VersionVerb::new));

    /** One whose help is a constant. */
    Verb(String words, String summary, String help, Supplier<Action> action) {
        this(words, summary, () -> help, action);
    }

    private static Verb job(JobsVerb.Deed deed) {
        return new Verb("jobs " + deed.name().toLowerCase(Locale.ROOT), deed.summary(), deed::help, () -> JobsVerb.of(deed));
    }

    private static Verb monasca(MonascaVerb.Operation operation) {
        return new Verb("monasca " + operation.word(), operation.summary(), operation::help, () -> new MonascaVerb(operation));
    }

    /** All that {@code --help} tells of it. */
    String help() {
        return text.get();
    }

    /** Whether the command line begins with this verb. */
    boolean begins(List<String> line) {
        var mine = List.of(words.split(" ", -1));
        return line.size() >= mine.size() && line.subList(0, mine.size()).equals(mine);
    }

    /** Where a user is at home; what Java DAG files answered is then known to the next process. */
    private static void keepJavaAnswers(Terminal terminal) {
        var environment = terminal.environment();
        if (environment.containsKey("COMPORTA_HOME") || environment.containsKey("HOME")) {
            DagFiles.keepJavaAnswersIn(new Home(Configuration.home(environment)).javaAnswers());
        }
    }

    /** Carries it out with the words that follow the verb. */
    int run(List<String> rest, Terminal terminal) {
        if (rest.contains("--help") || rest.contains("-h")) {
            terminal.out().print(help());
            return ExitCode.DONE;
        }
        try {
            var chosen = action.get();
            new CommandLine(words, chosen).read(rest);
            chosen.check();
            keepJavaAnswers(terminal);
            return chosen.run(terminal);
        } catch (UsageException wrong) {
            terminal.err().println("comporta " + words + ": " + wrong.getMessage());
            return ExitCode.WRONG;
        } catch (RemoteRefusal refused) {
            terminal.err().println("comporta " + words + ": " + refused.getMessage());
            return refused.exitCode();
        }
    }
}
