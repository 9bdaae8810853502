package comporta.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;

/**
 * Quartz as an alarm clock: a RAM store and one one-shot trigger. Quartz never computes when anything is due.
 *
 * <p>Its classes cost a tenth of a second to load, so it is opened by the first alarm, on a thread of its own.
 */
public final class QuartzAlarmClock implements AlarmClock {
    private static final TriggerKey TRIGGER = TriggerKey.triggerKey("next");
    private static final String RING = "ring";

    private final ExecutorService setting = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("alarm").factory());
    private final AtomicReference<@Nullable Runnable> ring = new AtomicReference<>();
    private final Duration ahead;
    private @Nullable Scheduler quartz;

    /** One for instants of this machine's clock. */
    public QuartzAlarmClock() {
        this(Duration.ZERO);
    }

    /** One for instants of a clock that is so much ahead of this machine's. */
    public QuartzAlarmClock(Duration ahead) {
        this.ahead = ahead;
    }

    @Override
    public void set(Instant at, Runnable next) {
        ring.set(next);
        setting.execute(() -> schedule(at));
    }

    private void schedule(Instant at) {
        try {
            var opened = opened();
            var trigger = TriggerBuilder.newTrigger().withIdentity(TRIGGER).startAt(Date.from(at.minus(ahead).plusMillis(1)))
                    .forJob(RING).build();
            if (opened.rescheduleJob(TRIGGER, trigger) == null) {
                opened.scheduleJob(trigger);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the alarm clock cannot be set to " + at, e);
        }
    }

    private Scheduler opened() throws SchedulerException {
        var present = quartz;
        if (present != null) {
            return present;
        }
        var threads = new SimpleThreadPool(1, Thread.NORM_PRIORITY);
        threads.setMakeThreadsDaemons(true);
        threads.setThreadNamePrefix("ring");
        var name = "comporta-" + System.identityHashCode(this);
        DirectSchedulerFactory.getInstance().createScheduler(name, name, threads, new RAMJobStore());
        var made = DirectSchedulerFactory.getInstance().getScheduler(name);
        made.setJobFactory((_, _) -> new Ring(ring));
        made.addJob(JobBuilder.newJob(Ring.class).withIdentity(RING).storeDurably().build(), true);
        made.start();
        quartz = made;
        return made;
    }

    @Override
    public void close() {
        setting.execute(() -> {
            var present = quartz;
            if (present != null) {
                try {
                    present.shutdown();
                } catch (SchedulerException e) {
                    throw new IllegalStateException("the alarm clock cannot be closed", e);
                }
            }
        });
        setting.shutdown();
    }

    private record Ring(AtomicReference<@Nullable Runnable> ring) implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            var now = ring.get();
            if (now != null) {
                now.run();
            }
        }
    }
}
