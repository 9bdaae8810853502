package comporta.loop;

import comporta.dag.Dag;
import comporta.decide.Capacity;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.operator.Try;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGeneratorFactory;

/**
 * A scheduler in a process of its own: begins one run after the other for as long as it leads. What its jobs would do is a line in a ledger
 * that all share. Arguments: address of the database, folder, lease in ms, seconds that its clock is off.
 */
final class LeadingProcess {
    static final String YAML = """
            dag: relay
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
              c: {run: c, depends_on: b}
            """;
    private static final Dag DAG = Shift.dag(YAML);

    private final Store store;
    private final Path folder;
    private final InstantSource clock;

    private LeadingProcess(Store store, Path folder, InstantSource clock) {
        this.store = store;
        this.folder = folder;
        this.clock = clock;
    }

    public static void main(String[] args) throws IOException {
        var off = Duration.ofSeconds(Long.parseLong(args[3]));
        InstantSource clock = () -> Instant.now().plus(off);
        var store = Store.standBy(StoreSettings.postgresql(args[0], "comporta", "", "process " + ProcessHandle.current().pid()));
        var process = new LeadingProcess(store, Path.of(args[1]), clock);
        try (var leading = new Leading(store, Duration.ofMillis(Long.parseLong(args[2])), true, clock, process::begin)) {
            leading.start();
            System.out.println("up");
            while (System.in.read() >= 0) { }   // until the test closes it, or is gone
        }
        store.close();
    }

    private Term begin() {
        var world = new Ledger(folder.resolve("ledger"));
        var engine = new Engine(
                store, Map.of(world.name(), world), Shift.settings(folder, new Capacity(Map.of(), 100, _ -> true)), new QuartzAlarmClock(), clock,
                RandomGeneratorFactory.of("L64X128MixRandom").create(1), new Seen(DAG));
        engine.start();
        System.out.println("leads");
        return new Term() {
            @Override
            public Engine engine() {
                return engine;
            }

            @Override
            public void lookAround() {
                if (store.live().isEmpty()) {
                    var number = store.newest().map(run -> run.id() + 1).orElse(1L);
                    var _ = engine.begin(
                            DAG, Path.of("relay.yaml"), YAML, version -> Shift.newRun(DAG, "run-" + number, version, clock.instant()), Set.of());
                }
            }

            @Override
            public void close() {
                engine.close();
                world.close();
                System.out.println("stands by");
            }
        };
    }

    /** The outside world: a launch is a line, {@code id pid}; it ends a moment later. */
    private static final class Ledger implements Operator, AutoCloseable {
        private final Path file;
        private final AtomicLong sequence = new AtomicLong(System.nanoTime());
        private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
        private volatile Consumer<News> listener = _ -> { };

        Ledger(Path file) {
            this.file = file;
        }

        @Override
        public String name() {
            return "command";
        }

        @Override
        public List<LaunchSpec> prepare(Try attempt) {
            return List.of(new LaunchSpec(Map.of()));
        }

        @Override
        public Submission submit(LaunchIntent intent) {
            try {
                Files.writeString(
                        file, intent.id().externalId() + " " + ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            endsSoon(intent);
            return new Submission.Accepted(intent.id().externalId(), null);
        }

        private void endsSoon(LaunchIntent intent) {
            var _ = later.schedule(() -> listener.accept(
                    new News.Ended(intent.id(), sequence.incrementAndGet(), Instant.EPOCH, Exit.success(Map.of()))), 30, TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean isRemote(LaunchIntent intent) {
            return true;
        }

        @Override
        public List<Finding> find(Collection<LaunchIntent> open) {
            return open.stream().map(this::found).toList();
        }

        private Finding found(LaunchIntent intent) {
            try {
                var known = Files.exists(file) && Files.readString(file).contains(intent.id().externalId() + " ");
                if (!known) {
                    return new Finding.NeverStarted(intent.id());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            endsSoon(intent);
            return new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null);
        }

        @Override
        public void watch(Consumer<News> to) {
            listener = to;
        }

        @Override
        public void stop(LaunchIntent intent, boolean force) {
            endsSoon(intent);
        }

        @Override
        public void close() {
            later.shutdown();
        }
    }
}
