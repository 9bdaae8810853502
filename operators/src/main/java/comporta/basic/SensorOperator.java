package comporta.basic;

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
import comporta.secret.Mask;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * {@code sensor}: a try is one launch, which waits without a slot until a condition outside holds. Nothing stands outside but the condition
 * itself, so that a wait is found again by looking again.
 */
final class SensorOperator implements Operator {
    private static final String LOG_FOLDER = "log_folder";

    private final Conditions conditions;
    private final Mask mask;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Executor threads;
    /** Those that wait, and those that were stopped: a submission that comes late must not begin to look. */
    private final Map<LaunchId, Watch> watches = new ConcurrentHashMap<>();
    private volatile Consumer<News> listener = _ -> {};

    SensorOperator(Conditions conditions, Mask mask, InstantSource clock, Alarm alarm, Executor threads) {
        this.conditions = conditions;
        this.mask = mask;
        this.clock = clock;
        this.alarm = alarm;
        this.threads = threads;
    }

    @Override
    public String name() {
        return "sensor";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var stored = new LinkedHashMap<>(conditions.launch(attempt).data());
        stored.put(LOG_FOLDER, attempt.logFolder().toString());
        return List.of(new LaunchSpec(stored));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        try {
            return begin(intent).wasStopped()
                    ? new Submission.NotAccepted(Cause.OPERATOR, "stopped before it began to wait")
                    : new Submission.Accepted(intent.id().externalId(), null);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
    }

    private Watch begin(LaunchIntent intent) {
        var condition = conditions.of(intent.spec().data());
        var data = intent.spec().data();
        var log = new TryLog(Path.of(String.valueOf(data.get(LOG_FOLDER))), mask, clock);
        var fresh = new Watch(intent, condition, Pokes.of(data), clock, log::line, news -> listener.accept(news));
        var known = watches.putIfAbsent(intent.id(), fresh);
        var watch = known == null ? fresh : known;
        watch.tellWait();
        if (known == null) {
            watch.keepLooking(alarm, threads);
        }
        return watch;
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var findings = new ArrayList<Finding>();
        for (var intent : open) {
            findings.add(find(intent));
        }
        return findings;
    }

    private Finding find(LaunchIntent intent) {
        try {
            var end = begin(intent).end();
            return end == null
                    ? new Finding.Alive(intent.id(), clock.instant(), intent.id().externalId(), null)
                    : new Finding.AlreadyEnded(end);
        } catch (Refused e) {
            var exit = Exit.failure(e.because(), null, String.valueOf(e.getMessage()));
            return new Finding.AlreadyEnded(new News.Ended(intent.id(), Long.MAX_VALUE, clock.instant(), exit));
        }
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        watches.computeIfAbsent(intent.id(), _ -> Watch.stopped(intent, clock, news -> listener.accept(news))).stop();
    }

    @Override
    public void settled(LaunchIntent intent) {
        watches.remove(intent.id());
    }
}
