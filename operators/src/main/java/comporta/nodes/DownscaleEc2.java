package comporta.nodes;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.operator.Alarm;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code downscale-ec2}: one launch that gives machines back, over once it is verified that they are gone. Leases that a person holds are
 * left alone and named in the outputs.
 */
final class DownscaleEc2 implements Operator {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Provider provider;
    private final BiPredicate<String, Duration> release;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Executor asking;
    private final Map<LaunchId, Departure> departures = new ConcurrentHashMap<>();
    private volatile Consumer<News> listener = _ -> {};

    /** @param asking gives machines back: that takes many calls, and nobody else is to wait for them */
    DownscaleEc2(Provider provider, BiPredicate<String, Duration> release, InstantSource clock, Alarm alarm, Executor asking) {
        this.asking = asking;
        this.provider = provider;
        this.release = release;
        this.clock = clock;
        this.alarm = alarm;
    }

    @Override
    public String name() {
        return "downscale-ec2";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var block = PlainData.block(attempt.settings(), "node_pool");
        var pool = NodePool.named(block);
        if (attempt.task().isTeardown()) {
            pool = null;   // the whole pool of its set-ups, and nothing of other runs
        } else if (pool == null) {
            throw new Refused(Cause.USER, "\"" + attempt.task().id() + "\" names no machines. Add teardown_of, or node_pool: {name: …}");
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("leases", ids(attempt.leases(), false));
        data.put("kept", ids(attempt.leases(), true));
        data.put("pool", pool);
        data.put("staying", pool == null ? 0 : NodePool.staying(attempt.settings(), block));
        data.put("drain", attempt.settings().getOrDefault("drain_timeout", Durations.format(Provider.USUAL_DRAIN)).toString());
        return List.of(new LaunchSpec(PlainData.mapFromJson(PlainData.toJson(data))));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        begin(intent);
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    /** Giving back twice does no harm, so what an earlier life may have begun is simply gone on with. */
    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        open.forEach(this::begin);
        return open.stream()
                .<Finding>map(intent -> new Finding.Alive(intent.id(), clock.instant(), intent.id().externalId(), null))
                .toList();
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        var departure = departures.computeIfAbsent(intent.id(), _ -> new Departure(intent, provider, release));
        departure.stop();
        lookAt(clock.instant(), departure);
    }

    private void begin(LaunchIntent intent) {
        lookAt(clock.instant(), departures.computeIfAbsent(intent.id(), _ -> new Departure(intent, provider, release)));
    }

    private void lookAt(Instant at, Departure departure) {
        if (departure.beginWait()) {
            alarm.ring(at, () -> asking.execute(() -> look(departure)));
        }
    }

    private void look(Departure departure) {
        var now = clock.instant();
        departure.go(now).forEach(listener);
        if (departure.isOver()) {
            departures.remove(departure.launch());
        } else {
            lookAt(now.plus(BETWEEN_LOOKS), departure);
        }
    }

    private static List<String> ids(List<Lease> leases, boolean kept) {
        return leases.stream().filter(lease -> (lease.state() == Lease.State.KEPT) == kept).map(Lease::id).toList();
    }
}
