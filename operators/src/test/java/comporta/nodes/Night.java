package comporta.nodes;

import comporta.dag.Dag;
import comporta.dag.DagSketch;
import comporta.dag.TaskId;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Operator;
import comporta.operator.SteeredTime;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A set-up, its work and its teardown over a provider of one's choice, played as the engine would. */
final class Night {
    static final Duration FASTEST = Duration.ofSeconds(2);
    static final Duration SLOWEST = Duration.ofSeconds(4);
    private static final Dag DAG = DagSketch.of("up scales itaipu; work after up on itaipu; down after work tears up; cut scales itaipu");

    final SteeredTime time;
    final Provider provider;
    final ScaleEc2 scale;
    final DownscaleEc2 downscale;
    final List<News> news = new ArrayList<>();

    Night(Path state) {
        this(new SteeredTime(), state);
    }

    private Night(SteeredTime time, Path state) {
        this(time, new SimulatedProvider(state, time, FASTEST, SLOWEST));
    }

    Night(SteeredTime time, Provider provider) {
        this.time = time;
        this.provider = provider;
        this.scale = new ScaleEc2(provider, time, time, Runnable::run);
        this.downscale = new DownscaleEc2(provider, scale::release, time, time, Runnable::run);
        scale.watch(news::add);
        downscale.watch(news::add);
    }

    /** The same night after the scheduler was killed: nothing but the folder and the clock is left. */
    Night afterKill(Path state) {
        var later = new SteeredTime();
        later.passes(Duration.between(later.instant(), time.instant()));
        return new Night(later, state);
    }

    static Map<String, Object> pool(Object... keysAndValues) {
        var pool = new LinkedHashMap<String, Object>(Map.of("name", "itaipu"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pool.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return Map.of("node_pool", pool);
    }

    Lease lease(String id, Lease.State state) {
        var terms = new LeaseTerms("itaipu", "itaipu", "simulated", 3, Duration.ofHours(12), Duration.ZERO);
        return new Lease(id, 7, 0, -1, 1, terms, state, 0, time.instant(), time.instant().plus(terms.ttl()), null, null);
    }

    Try attempt(String task, int number, Map<String, Object> settings, Lease... leases) {
        return new Try(
                DAG, DAG.task(new TaskId(task)), "scheduled-20261121T040000Z", -1, number, settings, Map.of(), Path.of("dags"),
                Path.of("logs"), List.of(leases), 0);
    }

    /** A try of the set-up for {@code nodes} machines of lease {@code L1}. */
    Try setUp(int number, int nodes) {
        return attempt("up", number, pool("nodes", (long) nodes), lease("L1", Lease.State.OPENING));
    }

    static List<LaunchIntent> intents(Operator operator, Try attempt) {
        var intents = new ArrayList<LaunchIntent>();
        for (LaunchSpec spec : operator.prepare(attempt)) {
            var id = new LaunchId(
                    attempt.dag().id(), attempt.run(), attempt.task().id(), -1, attempt.number(), intents.size() + 1);
            intents.add(new LaunchIntent(id, operator.name(), spec, "secret"));
        }
        return intents;
    }

    List<Submission> submit(Operator operator, List<LaunchIntent> intents) {
        return intents.stream().map(operator::submit).toList();
    }

    /** The ends told so far, in order of launches, each once. */
    List<News.Ended> ends(List<LaunchIntent> intents) {
        return intents.stream()
                .flatMap(intent -> ended().filter(end -> end.launch().equals(intent.id())).distinct())
                .toList();
    }

    Exit finish(Try attempt, List<LaunchIntent> intents) {
        return ((Next.Finish) scale.after(attempt, ends(intents))).exit();
    }

    /** Machines that are not gone, such as {@code 0 booting}. */
    List<String> machines() {
        return provider.machines().stream()
                .map(machine -> machine.key().index() + " " + machine.state().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static List<String> words(List<Finding> findings) {
        return findings.stream().map(finding -> finding.getClass().getSimpleName()).toList();
    }

    private Stream<News.Ended> ended() {
        return news.stream().filter(News.Ended.class::isInstance).map(News.Ended.class::cast);
    }
}
