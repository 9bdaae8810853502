package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.chronos.Chronos;
import comporta.chronos.ChronosClient;
import comporta.dag.PlainData;
import comporta.elasticity.ChronosPlatform;
import comporta.elasticity.ClassicConstants;
import comporta.elasticity.CpuUsed;
import comporta.elasticity.MarathonPlatform;
import comporta.elasticity.Measures;
import comporta.elasticity.Platform;
import comporta.elasticity.Supervisor;
import comporta.elasticity.SupervisorDoor;
import comporta.elasticity.SupervisorTerms;
import comporta.job.Cluster;
import comporta.job.HttpSettings;
import comporta.marathon.MarathonClient;
import comporta.monasca.MonascaClient;
import comporta.monasca.MonascaCpuUsed;
import comporta.monasca.MonascaCredentials;
import comporta.monasca.MonascaMeasures;
import comporta.operator.AlarmThread;
import comporta.secret.Mask;
import comporta.store.Store;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** {@code comporta supervisor}. */
final class SupervisorVerb extends Action {
    static final String HELP = """
            Usage: comporta supervisor [OPTIONS]

            The service to which jobs from outside any DAG report each iteration, and which gives them more or less CPU so that they keep
            their deadlines. It takes the messages that jobs have always sent: /initTask, /updateTask, /initMarathonApp, /endMarathonApp.
            What it knows lies in $COMPORTA_HOME/supervisor, a database for each port, so that a restart goes on where it was. A server
            (comporta start) answers the same under /supervisor/. docs/from-supervisor.md tells how to move.

            Options
              -a, --marathon FILE         credentials of Marathon, JSON with url, user and password; absent: it takes no Marathon apps
              -c, --chronos FILE          credentials of Chronos; absent: it takes no Chronos jobs
              -m, --monasca FILE          credentials of Keystone and Monasca; absent: no metrics are sent
              -i, --ip ADDRESS            address to listen on; default 0.0.0.0
              -p, --port N                port to listen on; default 30000
              --logfile FILE              what it logs, instead of on stderr
              --law model|pi|classic      how the share follows the deadline; default model
              --cpu-max-slave N           largest share; default 2.0
              --cpu-min-slave N           least share; default 0.1
              --cpu-increment N           of the classic law: added to the share of a late job; default 0.4
              --cpu-decrement N           of the classic law: taken from an early one; default 0.4
              --sleeping-time N           of the classic law: seconds between two iterations; default 5
              --deployment-time N         of the classic law: seconds that an iteration is thought to wait; default 45
              --variant N                 of the classic law: 1 or 2, where its band begins; default 2
              --output text|json          json: one object {ready, url, law} once it is ready
              --color auto|always|never

            The names of the numbers may be written with underscores, too, as in --cpu_max_slave.

            Examples
              comporta supervisor -a credentialsMarathon.json -c credentialsChronos.json -m credentialsMonasca.json -i 10.0.0.5 -p 30000
              comporta supervisor -c credentialsChronos.json --law classic --variant 1 --cpu-increment 0.3 --cpu-decrement 0.2

            Exit codes: 0 stopped in order, 2 wrong usage, a file that cannot be used, or somebody else has the port.
            """;

    private static final int MOST_WAITING = 100_000;
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    @Parameter(names = {"-a", "--marathon"})
    private @Nullable String marathon;

    @Parameter(names = {"-c", "--chronos"})
    private @Nullable String chronos;

    @Parameter(names = {"-m", "--monasca"})
    private @Nullable String monasca;

    @Parameter(names = {"-i", "--ip"})
    private String ip = "0.0.0.0";

    @Parameter(names = {"-p", "--port"})
    private int port = 30_000;

    @Parameter(names = "--logfile")
    private @Nullable String logfile;

    @Parameter(names = "--law")
    private String law = "model";

    @Parameter(names = "--cpu-max-slave")
    private double most = SupervisorTerms.USUAL.max();

    @Parameter(names = "--cpu-min-slave")
    private double least = SupervisorTerms.USUAL.min();

    @Parameter(names = "--cpu-increment")
    private double increment = ClassicConstants.PROGRAMS.increment();

    @Parameter(names = "--cpu-decrement")
    private double decrement = ClassicConstants.PROGRAMS.decrement();

    @Parameter(names = "--sleeping-time")
    private double sleeping = ClassicConstants.PROGRAMS.sleepingTime();

    @Parameter(names = "--deployment-time")
    private double deployment = ClassicConstants.PROGRAMS.deploymentTime();

    @Parameter(names = "--variant")
    private int variant = ClassicConstants.PROGRAMS.variant();

    @Override
    int run(Terminal terminal) {
        var terms = terms();
        var home = new Home(Configuration.home(terminal.environment()));
        var mask = new Mask();
        try (var log = log(terminal); var _ = ServerLog.begin(false, mask, log)) {
            var stopped = new CountDownLatch(1);
            new Interrupts(stopped::countDown, () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED), stopped::countDown).listen();
            return ServerDatabase.told(() -> serve(terminal, terms, home, stopped));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    private SupervisorTerms terms() {
        oneOf("--law", law, List.of("model", "pi", "classic"));
        if (!(least > 0 && least <= most)) {
            throw new UsageException("--cpu-min-slave is " + least + " and --cpu-max-slave " + most
                    + ": the least must be above 0 and not above the most.");
        }
        if (variant != 1 && variant != 2) {
            throw new UsageException("--variant is " + variant + ", and must be 1 or 2.");
        }
        if (chronos == null && marathon == null) {
            throw new UsageException("for whom? Add -c credentialsChronos.json, -a credentialsMarathon.json, or both.");
        }
        return new SupervisorTerms(
                law, new ClassicConstants(variant, increment, decrement, deployment, sleeping,
                        ClassicConstants.PROGRAMS.deviation()), least, most,
                SupervisorTerms.USUAL.hit(), SupervisorTerms.USUAL.round(), SupervisorTerms.USUAL.look());
    }

    private PrintStream log(Terminal terminal) {
        try {
            return logfile == null
                    ? new PrintStream(terminal.err(), true, StandardCharsets.UTF_8) {
                        @Override
                        public void close() {
                            flush();   // what went wrong is told there after the log has ended
                        }
                    }
                    : new PrintStream(new FileOutputStream(logfile, true), true, StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw new UsageException("--logfile " + logfile + " cannot be written: " + e.getMessage() + ".");
        }
    }

    private int serve(Terminal terminal, SupervisorTerms terms, Home home, CountDownLatch stopped) {
        var clock = InstantSource.system();
        var writer = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("writer").factory());
        try (var chronosClient = chronosClient();
                var marathonClient = marathonClient();
                var alarm = new AlarmThread("supervisor", clock);
                var store = Store.standBy(ServerDatabase.h2(home.supervisor(port), "supervisor at port " + port));
                var asked = monascaClient(clock);
                var measures = measures(home, clock);
                var supervisor = new Supervisor(
                        new StoredSupervision(store.supervised(), deed -> CompletableFuture.runAsync(deed, writer).join()),
                        platforms(chronosClient, marathonClient), terms, asked == null ? CpuUsed.UNKNOWN : new MonascaCpuUsed(asked),
                        measures == null ? Measures.NONE : measures, clock, alarm);
                var door = new SupervisorDoor(supervisor, ip, port)) {
            supervisor.start();
            tell(terminal, door.port());
            stopped.await();
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            writer.shutdown();
        }
    }

    private void tell(Terminal terminal, int listening) {
        var url = "http://" + ip + ":" + listening;
        if (json()) {
            var line = new LinkedHashMap<String, Object>();
            line.put("ready", true);
            line.put("url", url);
            line.put("law", law);
            terminal.out().println(PlainData.toJson(line));
        } else {
            terminal.out().println("The supervisor is ready at " + url + ", law " + law + ".");
        }
        terminal.out().flush();
    }

    private static Map<String, Platform> platforms(@Nullable ChronosClient chronos, @Nullable MarathonClient marathon) {
        var platforms = new LinkedHashMap<String, Platform>();
        if (chronos != null) {
            platforms.put("chronos", new ChronosPlatform(chronos));
        }
        if (marathon != null) {
            platforms.put("marathon", new MarathonPlatform(marathon));
        }
        return platforms;
    }

    private @Nullable MonascaClient monascaClient(InstantSource clock) {
        return monasca == null ? null : new MonascaClient(MonascaCredentials.of(Path.of(monasca)), HttpSettings.PLAIN, clock);
    }

    private @Nullable MonascaMeasures measures(Home home, InstantSource clock) {
        var client = monascaClient(clock);
        return client == null
                ? null
                : new MonascaMeasures(client, home.folder().resolve("supervisor").resolve(port + ".metrics"), MOST_WAITING, TOGETHER);
    }

    private @Nullable ChronosClient chronosClient() {
        return chronos == null ? null : Chronos.client(cluster("chronos", chronos));
    }

    private @Nullable MarathonClient marathonClient() {
        if (marathon == null) {
            return null;
        }
        var cluster = cluster("marathon", marathon);
        return new MarathonClient(cluster.http(), cluster.url());
    }

    /** @param file with the credentials, beside where one stands */
    static Cluster cluster(String kind, String file) {
        return new Cluster(kind, Map.of("kind", kind, "credentials", file), Path.of("").toAbsolutePath());
    }
}
