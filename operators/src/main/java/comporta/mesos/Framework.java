package comporta.mesos;

import comporta.job.RecordIo;
import comporta.job.Reply;
import comporta.operator.News;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our framework: one thread that subscribes, hears events and sends calls. It subscribes when there is something to launch or to look for,
 * and from then on for as long as this process leads.
 */
final class Framework implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Framework.class);
    private static final int MISSED_HEARTBEATS = 5;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TICK_MS = 100;
    private static final long LEAVING_MS = 2_000;
    private static final int SLICE = 500;
    /** Elections pass sooner than so many times our patience. */
    private static final int SIGHT_LOST = 3;
    private static final int BUFFER = 1 << 16;

    private final MesosSettings settings;
    private final MesosMemory memory;
    private final Master master;
    private final RandomGenerator random;
    private final Line line;
    private final Reconciliation reconciliation;
    private final TaskLogs logs;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    final Launchpad launchpad;
    final Tasks tasks;
    private volatile boolean closed;
    private volatile boolean leaving;
    private volatile @Nullable String id;
    private volatile String state = "not subscribed yet";
    private boolean wanted;
    private boolean connecting;
    private long heartbeat = TimeUnit.SECONDS.toNanos(15);
    private volatile long lastEvent = System.nanoTime();
    private long connectAt = System.nanoTime();
    private long pause = FIRST_PAUSE;
    private long nextLook = System.nanoTime();
    private volatile boolean displaced;

    Framework(
            MesosSettings settings, MesosMemory memory, Master master, TaskLogs logs, InstantSource clock, RandomGenerator random,
            Consumer<News> listener) {
        this.settings = settings;
        this.memory = memory;
        this.master = master;
        this.random = random;
        this.logs = logs;
        id = memory.framework().orElse(null);
        line = new Line(settings.name(), master);
        reconciliation = new Reconciliation(random);
        launchpad = new Launchpad(settings, memory, line, clock, this::tell, this::renew, this::askForAgents);
        tasks = new Tasks(memory, line, launchpad, reconciliation, logs, clock, listener, this::tell);
        thread = Thread.ofPlatform().daemon().name("mesos-" + settings.name()).start(this::run);
    }

    /** Has a thing done by the one thread. */
    void tell(Runnable thing) {
        inbox.add(thing);
    }

    /** The same, and there has to be a subscription from now on. */
    void tellSubscribed(Runnable thing) {
        tell(() -> {
            wanted = true;
            connectAt = System.nanoTime();
            thing.run();
        });
    }

    /** Whether another process has taken our place. */
    boolean isDisplaced() {
        return displaced;
    }

    /** How the way to the masters stands, for people. */
    String state() {
        return state;
    }

    private void run() {
        while (!closed) {
            try {
                var next = inbox.poll(TICK_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    var batch = new ArrayList<Runnable>();
                    batch.add(next);
                    inbox.drainTo(batch);
                    batch.forEach(Framework::guarded);
                }
                guarded(this::tick);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void guarded(Runnable thing) {
        try {
            thing.run();
        } catch (RuntimeException e) {
            LOG.error("Something went wrong in the framework", e);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        var framework = id;
        if (line.inForce() != null && framework != null) {
            launchpad.revive(framework, now);
            reconcile(framework, now);
            if (now - lastEvent > MISSED_HEARTBEATS * heartbeat) {
                renew("the master has been silent for " + TimeUnit.NANOSECONDS.toSeconds(now - lastEvent) + " s");
            }
        } else {
            if (wanted && !connecting && !displaced && now - connectAt >= 0) {
                connect();
            }
            if (now - lastEvent > SIGHT_LOST * settings.patience().toNanos()) {
                tasks.outOfSight(state);
            }
        }
        if (now - nextLook >= 0) {
            nextLook = now + LOOK;
            tasks.tick(now);
        }
    }

    private void reconcile(String framework, long now) {
        var due = reconciliation.due(() -> tasks.out().stream().map(task -> task.id).toList(), now);
        var sought = List.copyOf(tasks.sought(due));
        for (int from = 0; from < sought.size(); from += SLICE) {
            line.send(Calls.reconcile(framework, sought.subList(from, Math.min(sought.size(), from + SLICE))));
        }
        if (reconciliation.isImplicitDue(now)) {
            line.send(Calls.reconcile(framework, List.of()));
        }
    }

    /** On a thread of its own: opens the stream and reads it to its end. */
    private void connect() {
        connecting = true;
        var call = Calls.subscribe(settings, launchpad.roles(), launchpad.wantsGpus(), id);
        Thread.ofVirtual().name("events-" + settings.name()).start(() -> {
            try {
                var subscription = master.subscribe(call);
                lastEvent = System.nanoTime();
                tell(() -> opened(subscription));
                read(subscription);
                tell(() -> ended(subscription, "the stream of events has ended"));
            } catch (IOException | RuntimeException e) {   // among the latter: the door was closed
                tell(() -> ended(null, String.valueOf(e.getMessage())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void read(Master.Subscription subscription) {
        var records = new RecordIo();
        var buffer = new byte[BUFFER];
        try (var events = subscription.events()) {
            for (int count; (count = events.read(buffer)) >= 0 && !closed; ) {
                lastEvent = System.nanoTime();
                for (var record : records.read(buffer, count)) {
                    var event = Event.read(Tree.read(new String(record, StandardCharsets.UTF_8)));
                    tell(() -> heard(subscription, event));
                }
            }
        } catch (IOException | RecordIo.Broken | IllegalArgumentException e) {
            LOG.info("{}: the stream of events is cut off: {}", settings.name(), e.getMessage());
        }
    }

    private void askForAgents() {
        Thread.ofVirtual().name("agents-" + settings.name()).start(() -> {
            try {
                var agents = new HashMap<String, List<Attribute>>();
                for (var agent : master.ask(Map.of("type", "GET_AGENTS")).in("get_agents").all("agents")) {
                    var info = agent.in("agent_info");
                    agents.put(info.id("id"), info.all("attributes").stream().map(Attribute::read).toList());
                }
                tell(() -> launchpad.knows(agents));
            } catch (IOException e) {
                LOG.info("{}: the agents cannot be asked for: {}", settings.name(), e.getMessage());
            }
        });
    }

    private void opened(Master.Subscription subscription) {
        if (closed || displaced) {
            drop(subscription);
        } else {
            line.use(subscription);
            heartbeat = settings.http().answering().toNanos();   // until the master says how often
        }
    }

    private static void drop(Master.Subscription subscription) {
        Thread.ofVirtual().start(() -> {
            try {
                subscription.events().close();
            } catch (IOException e) {
                LOG.debug("closing a stream: {}", e.getMessage());
            }
        });
    }

    /** Ends the subscription, and makes another one at once. */
    private void renew(String why) {
        var subscription = line.inForce();
        if (subscription != null) {
            LOG.info("{}: the subscription is made anew: {}", settings.name(), why);
            line.use(null);
            connecting = false;
            connectAt = System.nanoTime();
            drop(subscription);
        }
    }

    /** @param subscription null: there never was one */
    private void ended(Master.@Nullable Subscription subscription, String why) {
        if (subscription != null && !subscription.equals(line.inForce())) {
            return;   // another has taken its place
        }
        line.use(null);
        connecting = false;
        connectAt = System.nanoTime() + (long) (pause * (0.5 + random.nextDouble()));
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        var now = "not subscribed: " + why;
        if (leaving || now.equals(state)) {
            LOG.debug("{}: {}", settings.name(), now);   // as it is to be, or told before
        } else {
            LOG.warn("{}: {}", settings.name(), now);
        }
        state = now;
    }

    private void heard(Master.Subscription subscription, Event event) {
        if (!subscription.equals(line.inForce())) {
            return;
        }
        var framework = id;
        switch (event) {
            case Event.Subscribed subscribed -> subscribed(subscription, subscribed);
            case Event.Offers(var offers) when framework != null -> launchpad.offered(framework, offers, tasks.out());
            case Event.Offers _ -> { }
            case Event.Updated(var status) -> tasks.heard(status);
            case Event.InverseOffers(var offers) -> offers.forEach(tasks::wantedBack);
            case Event.Failed(var message) -> failed(message);
            case Event.Rescinded _, Event.Heartbeat _, Event.Other _ -> { }   // a launch on a rescinded offer is told as dropped
        }
    }

    private void subscribed(Master.Subscription subscription, Event.Subscribed event) {
        if (!event.framework().equals(id)) {
            memory.framework(event.framework());
            id = event.framework();
        }
        heartbeat = event.heartbeat().compareTo(Duration.ofSeconds(1)) < 0 ? TimeUnit.SECONDS.toNanos(1) : event.heartbeat().toNanos();
        connecting = false;
        pause = FIRST_PAUSE;
        state = "subscribed at " + subscription.master() + " (Mesos " + event.masterVersion() + ") as framework " + event.framework();
        LOG.info("{}: {}", settings.name(), state);
        launchpad.subscribed();
        tasks.subscribed(event.framework(), subscription.master().toString(), System.nanoTime());
    }

    private void failed(String message) {
        state = "the master says: " + message;
        LOG.warn("{}: {}", settings.name(), state);
        if (message.contains("failed over")) {
            displaced = true;
        } else if (message.contains("has been removed")) {
            id = null;
            tasks.removed();
        }
    }

    /** What runs outside goes on, and waits for whoever comes next. */
    @Override
    public void close() {
        leaving = true;
        if (memory.endsWithItsProcess()) {
            leave();
        }
        closed = true;
        thread.interrupt();
        var subscription = line.inForce();
        line.close();
        if (subscription != null) {
            drop(subscription);
        }
        logs.close();
    }

    /** A framework without tasks to which nobody comes back would stay on the masters' lists for its whole failover timeout. */
    private void leave() {
        var over = new CompletableFuture<Boolean>();
        tell(() -> {
            var framework = id;
            if (framework == null || !tasks.isEmpty() || !line.send(Calls.teardown(framework), reply -> tell(() -> {
                if (reply instanceof Reply.Answer answer && answer.isGood()) {
                    memory.forgetFramework();
                }
                over.complete(true);
            }))) {
                over.complete(false);
            }
        });
        over.completeOnTimeout(false, LEAVING_MS, TimeUnit.MILLISECONDS).join();
    }
}
