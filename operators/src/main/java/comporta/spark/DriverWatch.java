package comporta.spark;

import comporta.job.HttpSettings;
import comporta.job.MasterAddress;
import comporta.job.MesosFramework;
import comporta.job.MesosTask;
import comporta.job.MesosTasks;
import comporta.job.Rounds;
import comporta.job.Unseen;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the drivers that run: how far they are, by their own page or the history server; what their executors write, by the Mesos
 * below; and that no framework of a driver stays when the driver is gone.
 */
final class DriverWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverWatch.class);
    static final Duration APART = Duration.ofSeconds(5);
    /** Where a driver's page is on its own machine: the first port that is free from here on. */
    private static final int FIRST_PORT = 4040;
    private static final int PORTS = 16;

    private final SparkSettings settings;
    private final long logLimit;
    private final InstantSource clock;
    private final SparkRest rest = new SparkRest();
    private final Map<String, MesosTasks> masters = new TreeMap<>();
    private final Map<LaunchId, Driver> drivers = new ConcurrentHashMap<>();
    private final ExecutorService errands = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("executor-logs-", 0).factory());
    private final Rounds rounds;
    private final BiConsumer<LaunchIntent, Exit> starved;
    private volatile Consumer<News> listener = news -> {};

    /** What a Mesos master knows in one round. */
    private record Cluster(MesosTasks master, Map<String, MesosFramework> frameworks, List<MesosTask> tasks) {}

    /** @param starved has a driver stopped that waits for executors in vain, for that reason */
    DriverWatch(SparkSettings settings, Duration apart, long logLimit, InstantSource clock, BiConsumer<LaunchIntent, Exit> starved) {
        this.starved = starved;
        this.settings = settings;
        this.logLimit = logLimit;
        this.clock = clock;
        settings.mesos().forEach((backend, written) -> masters.put(
                backend, new MesosTasks(settings.ways().getOrDefault(backend, HttpSettings.PLAIN), new MasterAddress(written))));
        this.rounds = new Rounds("spark-drivers", apart, this::look);
    }

    void tellTo(Consumer<News> wanted) {
        listener = wanted;
    }

    void follow(LaunchIntent intent) {
        drivers.computeIfAbsent(intent.id(), _ -> new Driver(intent));
        rounds.want();
    }

    /** Its end is on record: what is left of its executors is looked after once more. */
    void end(LaunchIntent intent) {
        var driver = drivers.get(intent.id());
        if (driver != null) {
            driver.over = true;
            rounds.want();
        }
    }

    private Rounds.Seen look() {
        var clusters = new TreeMap<String, @Nullable Cluster>();
        for (var driver : List.copyOf(drivers.values())) {
            boolean last = driver.over;   // asked before the look, so that what came with the end is still seen
            var cluster = clusters.computeIfAbsent(driver.backend, this::cluster);
            if (cluster != null) {
                executors(driver, cluster, last);
            }
            if (last) {
                drivers.remove(driver.id);
            } else {
                progress(driver, cluster);
            }
        }
        return drivers.isEmpty() ? Rounds.Seen.NOTHING_LEFT : Rounds.Seen.MORE;
    }

    private @Nullable Cluster cluster(String backend) {
        var master = masters.get(backend);
        if (master == null) {
            return null;
        }
        try {
            var frameworks = master.frameworks().stream()
                    .collect(Collectors.toMap(MesosFramework::name, each -> each, (_, newer) -> newer));
            return new Cluster(master, frameworks, master.all());
        } catch (Unseen e) {
            LOG.debug("the executors of drivers on {} cannot be seen now: {}", backend, e.why());
            return null;
        }
    }

    private void progress(Driver driver, @Nullable Cluster cluster) {
        try {
            if (driver.application == null) {
                driver.application = located(driver, cluster);
            }
            if (driver.application != null) {
                var picture = rest.picture(driver.application);
                driver.seen(picture, clock.instant()).ifPresent(listener);
                driver.starved(picture, clock.instant()).ifPresent(why -> giveUp(driver, why));
            }
        } catch (IOException e) { // not up yet, or about to end: the verdict comes from the backend
            driver.application = null;
            LOG.debug("no progress of {}: {}", driver.name(), e.getMessage());
        }
    }

    private void giveUp(Driver driver, Exit why) {
        LOG.info("{} is stopped: {}", driver.name(), why.reason());
        try {
            starved.accept(driver.intent, why);
        } catch (Refused e) {
            LOG.warn("{} cannot be stopped: {}", driver.name(), e.getMessage());
        }
    }

    private @Nullable URI located(Driver driver, @Nullable Cluster cluster) throws IOException {
        var framework = cluster == null ? null : cluster.frameworks().get(driver.name());
        if (framework != null && !framework.isOver() && framework.page().startsWith("http")) {
            var there = at(URI.create(framework.page()), driver);
            if (there != null) {
                return there;
            }
        }
        if (driver.backend.equals("local")) {
            for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
                var here = at(URI.create("http://127.0.0.1:" + port), driver);
                if (here != null) {
                    return here;
                }
            }
        }
        var history = settings.history();
        return history == null ? null : at(history, driver);
    }

    private @Nullable URI at(URI base, Driver driver) {
        try {
            return rest.application(base, driver.name()).orElse(null);
        } catch (IOException e) {
            return null;   // somebody else's port, or nobody's
        }
    }

    private void executors(Driver driver, Cluster cluster, boolean last) {
        var framework = cluster.frameworks().get(driver.name());
        if (framework != null) {
            driver.framework = framework.id();
        }
        if (driver.framework.isEmpty()) {
            return;
        }
        for (var task : cluster.tasks()) {
            if (task.framework().equals(driver.framework) && task.id().matches("[A-Za-z0-9._-]+")) {
                copy(driver, cluster.master(), task, last);
            }
        }
        if (last && framework != null && !framework.isOver()) {
            tearDown(driver, cluster.master());
        }
    }

    private void copy(Driver driver, MesosTasks master, MesosTask executor, boolean last) {
        try {
            var known = driver.logs.get(executor.id());
            var log = known == null ? new ExecutorLog(driver.executors.resolve(executor.id()), logLimit) : known;
            driver.logs.put(executor.id(), log);
            errands.execute(() -> {   // an agent that does not answer keeps nobody else waiting
                try {
                    log.copy(master.log(executor), executor.exit().isPresent(), last, clock.instant());
                } catch (IOException e) {
                    LOG.debug("the log of executor {} of {} cannot be had now: {}", executor.id(), driver.name(), e.getMessage());
                }
            });
        } catch (IOException e) {
            LOG.warn("the log of executor {} of {} cannot be kept: {}", executor.id(), driver.name(), e.getMessage());
        }
    }

    /** Its driver has ended, so nobody uses these executors any more. */
    private static void tearDown(Driver driver, MesosTasks master) {
        try {
            master.teardown(driver.framework);
            LOG.info("framework {} of {} was left over, and is ended", driver.framework, driver.name());
        } catch (Unseen e) {
            LOG.warn("framework {} of {} is left over: {}", driver.framework, driver.name(), e.why());
        }
    }

    @Override
    public void close() {
        rounds.close();
        errands.shutdownNow();
        rest.close();
        masters.values().forEach(MesosTasks::close);
    }
}
