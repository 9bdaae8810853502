package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Alarm;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * {@code trigger-dag}: a try is one launch, which orders a run of another DAG by a key of its own and follows it to its end without a slot.
 * Ordering the same again is asking how it stands, so that a restart needs nothing but the order.
 */
public final class TriggerDagOperator implements Operator {
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final OtherDags dags;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Executor threads;
    private final Map<LaunchId, Follow> follows = new ConcurrentHashMap<>();
    private volatile Consumer<News> listener = _ -> { };

    /** @param threads each look has one of its own */
    public TriggerDagOperator(OtherDags dags, InstantSource clock, Alarm alarm, Executor threads) {
        this.dags = dags;
        this.clock = clock;
        this.alarm = alarm;
        this.threads = threads;
    }

    @Override
    public String name() {
        return "trigger-dag";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var written = attempt.settings();
        var order = new LinkedHashMap<String, Object>();
        var index = attempt.mapIndex() < 0 ? "" : "~" + attempt.mapIndex();
        var by = attempt.dag().id() + "/" + attempt.run() + "/" + attempt.task().id() + index;
        var dag = written.get("dag");
        if (!(dag instanceof String name) || name.isBlank()) {
            throw new Refused(Cause.USER, "\"dag\" came out empty. Name the DAG whose run is to start");
        }
        order.put("dag", name);
        order.put("key", written.get("key") instanceof String key && !key.isBlank() ? key : inShort(by));
        order.put("params", PlainData.block(written, "params"));
        order.put("date",
                written.get("logical_date") instanceof String date && !date.isBlank()
                        ? date
                        : attempt.environment().getOrDefault("COMPORTA_LOGICAL_DATE", ""));
        order.put("by", by);
        order.put("wait", !Boolean.FALSE.equals(written.get("wait")));
        return List.of(new LaunchSpec(order));
    }

    /** There is room for 250 characters. */
    private static String inShort(String key) {
        return key.length() <= 200 ? key : key.substring(0, 150) + "~" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        follow(intent);
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    private Follow follow(LaunchIntent intent) {
        var fresh = new Follow(intent, dags, clock, news -> listener.accept(news));
        var known = follows.putIfAbsent(intent.id(), fresh);
        if (known == null) {
            keepLooking(fresh, FIRST_LOOK);
        }
        return known == null ? fresh : known;
    }

    private void keepLooking(Follow follow, Duration wait) {
        threads.execute(() -> {
            if (follow.look()) {
                var next = wait.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? wait.multipliedBy(2) : LONGEST_LOOK;
                alarm.ring(clock.instant().plus(wait), () -> keepLooking(follow, next));
            }
        });
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(this::find).toList();
    }

    private Finding find(LaunchIntent intent) {
        var end = follow(intent).end();
        return end == null
                ? new Finding.Alive(intent.id(), clock.instant(), intent.id().externalId(), null)
                : new Finding.AlreadyEnded(end);
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        var follow = follow(intent);
        threads.execute(follow::stop);
    }

    @Override
    public void settled(LaunchIntent intent) {
        follows.remove(intent.id());
    }

    static OtherDags.Order order(LaunchIntent intent) {
        var data = intent.spec().data();
        var date = String.valueOf(data.get("date"));
        return new OtherDags.Order(
                String.valueOf(data.get("dag")), String.valueOf(data.get("key")), PlainData.block(data, "params"),
                date.isEmpty() ? null : date,
                String.valueOf(data.get("by")));
    }

    static Exit stopped(OtherDags.Told told) {
        return Exit.failure(Cause.OPERATOR, null,
                told instanceof OtherDags.Told.Run run ? "stopped; run " + run.key() + " is " + run.state() : "stopped");
    }
}
