package comporta.basic;

import comporta.operator.Alarm;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One launch of a sensor: looks again and again until its condition holds, or until it is stopped. Guarded by itself. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final LaunchIntent intent;
    private final Condition condition;
    private final Pokes pokes;
    private final InstantSource clock;
    private final Consumer<String> log;
    private final WaitNews news;
    private int looks;
    private String seen = "";
    private @Nullable Exit end;

    Watch(LaunchIntent intent, Condition condition, Pokes pokes, InstantSource clock, Consumer<String> log, Consumer<News> listener) {
        this.intent = intent;
        this.condition = condition;
        this.pokes = pokes;
        this.clock = clock;
        this.log = log;
        this.news = new WaitNews(intent.id(), clock, listener);
    }

    /** A launch that was stopped before anybody looked. */
    static Watch stopped(LaunchIntent intent, InstantSource clock, Consumer<News> listener) {
        var watch = new Watch(intent, _ -> Condition.Look.notYet(""), Pokes.of(intent.spec().data()), clock, _ -> {}, listener);
        watch.end = Exit.failure(Cause.OPERATOR, null, "stopped before it began to wait");
        return watch;
    }

    synchronized boolean isOver() {
        return end != null;
    }

    synchronized boolean wasStopped() {
        return end != null && end.cause() == Cause.OPERATOR;
    }

    /** Says, perhaps once more, that it waits, and for what. */
    synchronized void tellWait() {
        if (end == null) {
            news.deferred();
            tellSeen();
        }
    }

    private void tellSeen() {
        if (!seen.isEmpty()) {
            news.saw(seen);
        }
    }

    /** Looks from now on; each look on a thread of its own. */
    void keepLooking(Alarm alarm, Executor threads) {
        threads.execute(() -> {
            var again = look();
            if (again != null) {
                alarm.ring(again, () -> keepLooking(alarm, threads));
            }
        });
    }

    /** Looks once, unless it is over. Returns when to look next; null: never again. */
    private @Nullable Instant look() {
        if (isOver()) {
            return null;
        }
        try {
            return heard(found());
        } catch (Refused e) {
            failed(Exit.failure(e.because(), null, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private Condition.Look found() {
        try {
            return condition.look(clock.instant());
        } catch (Refused e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} cannot look for {}", intent.id(), condition, e);
            return Condition.Look.notYet("cannot be looked at: " + e);
        }
    }

    private synchronized @Nullable Instant heard(Condition.Look found) {
        if (end != null) {
            return null;   // it was stopped meanwhile
        }
        if (found.holds()) {
            log.accept(found.seen());
            end(Exit.success(Map.of()));
            return null;
        }
        if (!seen.equals(found.seen())) {
            seen = found.seen();
            log.accept(seen);
            tellSeen();
        }
        var next = clock.instant().plus(pokes.after(++looks));
        var byClock = found.again();
        return byClock != null && byClock.isBefore(next) ? byClock : next;
    }

    private synchronized void failed(Exit how) {
        if (end == null) {
            log.accept(how.reason());
            end(how);
        }
    }

    synchronized void stop() {
        if (end == null) {
            end(Exit.failure(Cause.OPERATOR, null, "stopped while it waited"));
        } else {
            news.ended(end);
        }
    }

    private void end(Exit how) {
        end = how;
        news.ended(how);
    }

    /** Its end, if it is over. */
    synchronized News.@Nullable Ended end() {
        return end == null ? null : news.end(end);
    }
}
