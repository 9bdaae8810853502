package comporta.app;

import comporta.access.Access;
import comporta.access.Desk;
import comporta.api.ApiServer;
import comporta.api.ApiSettings;
import comporta.api.Ground;
import comporta.api.LiveRuns;
import comporta.api.Readiness;
import comporta.api.Reports;
import comporta.catalogue.CatalogueSettings;
import comporta.catalogue.CataloguedDag;
import comporta.catalogue.DagCatalogue;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.elasticity.Told;
import comporta.job.Report;
import comporta.local.LocalBackend;
import comporta.loop.BackfillPreview;
import comporta.loop.Engine;
import comporta.loop.Foreseen;
import comporta.loop.Leading;
import comporta.loop.Lookout;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.ScheduledDag;
import comporta.loop.Term;
import comporta.page.Pages;
import comporta.secret.Mask;
import comporta.secret.Sealer;
import comporta.store.Store;
import comporta.store.StoreSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server put together by hand: store, lead, catalogue of DAGs, HTTP. What is done only with the lead stands in {@link ServerTerm}.
 */
final class Server implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Order order;
    private final Configuration configuration;
    private final Map<String, String> environment;
    private final Home home;
    private final ServerClock clock = ServerClock.get();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StoreSettings database;
    private final Store store;
    private final Sealer sealer;
    private final StoredVault vault;
    private final Leading leading;
    private final DagCatalogue catalogue;
    private final ApiServer http;
    private final ApiSettings address;
    private final Access access;
    private volatile @Nullable Engine serving;
    private volatile @Nullable ServerTerm leads;
    private int port;

    /**
     * What was asked for on the command line.
     *
     * @param port 0: any that is free
     * @param parallel local processes at the same time
     * @param mayLead false: it only ever stands by
     */
    record Order(Path dags, int port, int parallel, boolean mayLead) {}

    /**
     * Opens the database; nothing is scheduled or answered before {@link #start}.
     *
     * @param environment of the process; jobs get little of it
     * @param mask learns every secret that is handed out
     * @throws comporta.store.StoreFailed when the database cannot be used
     */
    Server(Order order, Configuration configuration, StoreSettings database, Map<String, String> environment, Mask mask) {
        this.order = order;
        this.configuration = configuration;
        this.database = database;
        this.environment = environment;
        home = new Home(configuration.home());
        store = Store.standBy(database);
        sealer = Sealer.of(home.key(), random);
        vault = new StoredVault(store, sealer, mask);
        ProcessFigures.countIn(metrics, VersionVerb.version(), () -> leads != null);
        leading = new Leading(store, configuration.leaderLease(), order.mayLead(), clock, this::lead);
        catalogue = new DagCatalogue(
                store, new CatalogueSettings(order.dags(), configuration.timezone(), SWEEP, new StoredOutside(store, configuration),
                        clock), this::serve);
        address = new ApiSettings(
                configuration.httpBind(), order.port(), Set.copyOf(configuration.httpHosts()),
                configuration.publicUrl().map(URI::create).orElse(null));
        Desk desk = new Desk() {
            @Override
            public <T> CompletableFuture<T> call(Supplier<T> deed) {
                return leading.write(deed);
            }
        };
        access = new Access(store.people(), desk, address.isLoopback(), clock, random, Access.USUAL_COST);
        http = new ApiServer(address, new Ground(
                store, desk, access, leading::wish, vault, sealer, new CatalogueShelf(catalogue, store, clock), pictures(), home.logs(),
                configuration.timezone(), VersionVerb.version(), clock, metrics, configuration.metrics(), this::readiness, reports(),
                configuration.prices()), new Pages());
    }

    /** Pictures have only who leads; why a task waits, everybody who has the database can say. */
    private LiveRuns pictures() {
        var stored = new StoredSettings(store, configuration.timezone(), order.parallel(), Wiring.isLocal(configuration));
        var lookout = new Lookout(
                store, ServerTerm.settings(configuration, home, stored, new DurationHistory(home.durations())), stored::capacity, clock);
        return new LiveRuns() {
            @Override
            public CompletableFuture<List<RunPicture>> picture(long run) {
                var term = leads;
                return leading.engine()
                        .map(engine -> engine.picture(run)
                                .thenApply(found -> term == null ? found : found.stream().map(term::foreseen).toList()))
                        .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
            }

            @Override
            public CompletableFuture<Optional<RunForecast>> supposing(long run, Map<Integer, Duration> set) {
                var term = leads;
                return term == null ? CompletableFuture.completedFuture(Optional.empty()) : term.forecasts().supposing(run, set);
            }

            @Override
            public CompletableFuture<Optional<RunForecast>> starting(long run, int task, int mapIndex, Instant at) {
                var term = leads;
                return term == null
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : term.forecasts().starting(run, task, mapIndex, at);
            }

            @Override
            public List<Foreseen> foreseen() {
                var term = leads;
                return term == null ? List.of() : term.forecasts().all();
            }

            @Override
            public CompletableFuture<List<Why>> why(long run, @Nullable String task) {
                return leading.engine().map(engine -> engine.why(run, task))
                        .orElseGet(() -> CompletableFuture.supplyAsync(() -> lookout.why(run, task)));
            }

            @Override
            public CompletableFuture<Optional<BackfillPreview>> backfill(DagId dag, Map<String, Object> details) {
                return leading.engine().map(engine -> engine.preview(dag, details).thenApply(Optional::of))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
            }

            @Override
            public CompletableFuture<Optional<Preview>> preview(Wish wish) {
                return leading.engine().map(engine -> engine.preview(wish))
                        .orElseGet(() -> CompletableFuture.supplyAsync(() -> lookout.preview(wish)));
            }

            @Override
            public CompletableFuture<Optional<Movement>> movement(Wish wish) {
                return leading.engine().map(engine -> engine.movement(wish))
                        .orElseGet(() -> CompletableFuture.supplyAsync(() -> lookout.movement(wish)));
            }
        };
    }

    /** Listens, reads the folder and takes the lead if it may and can. */
    void start() {
        Thread.ofPlatform().daemon().name("warm-up").start(LocalBackend::warmUp);
        try {
            port = http.start();
        } catch (UncheckedIOException e) {
            throw new UsageException(e.getMessage() + ".");
        }
        leading.start();
        if (order.mayLead()) {
            awaitFirstLook();
        } else {
            catalogue.follow();
        }
    }

    /** A scheduler that is alone leads at once; one that is not stands by, and is ready too. */
    private void awaitFirstLook() {
        leading.settled().join();
        if (leading.engine().isEmpty()) {
            catalogue.follow();
        }
    }

    /** This process has the lead: what is done with it. */
    private Term lead() {
        var term = new ServerTerm(order, url(), configuration, environment, home, store, vault, clock, random, metrics, this::follow);
        try {
            serving = term.engine();
            term.start();
            leads = term;
            catalogue.lead(deed(term.engine()));
            return term;
        } catch (RuntimeException e) {
            // the lead was lost meanwhile, say: an engine that is left behind would keep it from being had again
            term.close();
            throw e;
        }
    }

    private Reports reports() {
        return new Reports() {
            @Override
            public Taken take(String launch, String token, Report report) {
                var term = leads;
                return term == null ? Taken.NOT_HERE : term.jobs().report(launch, token, report) ? Taken.YES : Taken.UNKNOWN;
            }

            @Override
            public Optional<Told> supervise(String what, Map<String, Object> parts) {
                return Optional.ofNullable(leads).map(term -> term.supervisor().take(what, parts));
            }
        };
    }

    /** It has it no longer. */
    private void follow() {
        leads = null;
        serving = null;
        catalogue.follow();
    }

    private comporta.catalogue.Desk deed(Engine engine) {
        return new comporta.catalogue.Desk() {
            @Override
            public <T> T does(Supplier<T> deed) {
                try {
                    return engine.onLoop(deed).join();
                } catch (CompletionException e) {
                    throw e.getCause() instanceof RuntimeException why ? why : e;
                }
            }
        };
    }

    /** The catalogue has changed: the engine is told what it has to serve. */
    private void serve(List<CataloguedDag> dags) {
        var term = leads;
        if (term != null) {
            term.serves(dags.stream().filter(CataloguedDag::isScheduled).map(CataloguedDag::dag).toList());
        }
        var engine = serving;
        if (engine != null) {
            var told = engine.dags(scheduled(dags));
            told.exceptionally(e -> null);   // it was closed meanwhile
        }
    }

    static List<ScheduledDag> scheduled(List<CataloguedDag> dags) {
        var scheduled = new ArrayList<ScheduledDag>();
        for (var each : dags) {
            var timetable = each.timetable();
            if (each.isScheduled() && timetable != null) {
                scheduled.add(new ScheduledDag(each.dag(), each.onRecord().active().id(), each.file(), each.source(), timetable));
            }
        }
        return scheduled;
    }

    private Readiness readiness() {
        var waitsFor = new ArrayList<String>();
        if (!catalogue.isKnown()) {
            waitsFor.add("the dags folder has not been read");
        }
        return new Readiness(role(), waitsFor);
    }

    private String role() {
        return leading.engine().isPresent() ? "scheduler" : order.mayLead() ? "standby" : "web";
    }

    /** Where it answers, once it is started. */
    String url() {
        return "http://" + address.bind() + ":" + port;
    }

    /** Says where it is, and what is to be known of it. */
    void tell(Terminal terminal, boolean json) {
        var url = url();
        var dags = catalogue.all().size();
        if (json) {
            var line = new LinkedHashMap<String, Object>();
            line.put("ready", true);
            line.put("url", url);
            line.put("role", role());
            line.put("dags", dags);
            line.put("database", database.toString());
            terminal.out().println(PlainData.toJson(line));
        } else {
            terminal.out().println("Comporta is ready at " + url + ": " + switch (role()) {
                case "scheduler" -> "it schedules " + dags + (dags == 1 ? " DAG" : " DAGs") + " of " + order.dags();
                case "standby" -> "it stands by; another scheduler has the lead";
                default -> "it answers, and never schedules";
            } + ". State: " + database + ".");
            if (access.isOpen()) {
                terminal.out()
                        .println("Everybody on this machine may do everything: comporta users create makes the first user, and closes it.");
            }
        }
        terminal.out().flush();
    }

    /** Takes no new requests, stops deciding, and closes the database; what runs outside goes on. */
    @Override
    public void close() {
        try (store; leading; catalogue) {   // from the last to the first, whatever befalls one of them
            http.close();
        }
    }
}
