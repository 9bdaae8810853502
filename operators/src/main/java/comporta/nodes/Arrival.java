package comporta.nodes;

import comporta.dag.Durations;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One machine on its way, from the wish to the end of its launch: it has registered, or it is verified to be gone. A machine that dies before
 * it is an agent is replaced while time is left. Guarded by itself; what it holds can be told again from the provider at any time.
 */
final class Arrival {
    /** Sequence numbers are those of the story, so news told again after a restart is recognised. */
    private static final int STARTED = 1;

    private static final int UNREACHABLE = 2;
    /** Progress in between is numbered by the clock. */
    private static final long ENDED = Long.MAX_VALUE >> 1;

    /** A machine that dies again and again has another fault than bad luck. */
    private static final int MOST_REPLACEMENTS = 3;

    private final LaunchIntent intent;
    private final MachineLaunch wish;
    private int round;
    private @Nullable Instant asksSince;
    private boolean asking;
    private boolean asked;
    private boolean startTold;
    private @Nullable String waitsFor;
    private @Nullable Exit stopped;
    private News.@Nullable Ended end;

    Arrival(LaunchIntent intent) {
        this.intent = intent;
        this.wish = MachineLaunch.of(intent.spec());
    }

    MachineKey key() {
        return wish.key();
    }

    LaunchId launch() {
        return intent.id();
    }

    synchronized MachineRequest request() {
        return wish.request(intent, round);
    }

    private boolean isOwn(Machine machine) {
        return IntStream.rangeClosed(0, MOST_REPLACEMENTS).mapToObj(number -> wish.token(intent, number)).anyMatch(machine.token()::equals);
    }

    /** Whether the provider may be asked now; after a stop, or once it is over, no more. */
    synchronized boolean beginAsking(Instant now) {
        asking = stopped == null && end == null;
        asksSince = asksSince == null ? now : asksSince;
        return asking;
    }

    synchronized void endAsking(boolean isKnownOutside) {
        asking = false;
        asked |= isKnownOutside;
        if (isKnownOutside) {
            waitsFor = null;
        }
    }

    /** There is none yet: it is to be asked for again. */
    synchronized void notNow(String why) {
        asking = false;
        asked = true;
        waitsFor = why;
    }

    /** Whether the provider knows of it. */
    synchronized boolean isAsked() {
        return asked;
    }

    /**
     * What an earlier life of the scheduler has left of it.
     *
     * @param machine null: none stands there
     */
    synchronized Finding found(@Nullable Machine machine, Instant now) {
        if (machine == null || (machine.state() == Machine.State.GONE && !isOwn(machine))) {
            stop(Cause.PLATFORM, "its machine was never asked for");
            return new Finding.NeverStarted(intent.id());
        }
        asked = true;
        asksSince = machine.launchedAt();
        if (machine.state() == Machine.State.GONE) {
            round = MOST_REPLACEMENTS;   // perhaps it was to end: nobody remembers, and so it is not replaced
        }
        var story = new ArrayList<News.Ended>();
        seen(machine, now, news -> {
            if (news instanceof News.Ended ended) {
                story.add(ended);
            }
        });
        return story.isEmpty()
                ? new Finding.Alive(intent.id(), machine.launchedAt(), intent.id().externalId(), null)
                : new Finding.AlreadyEnded(story.getFirst());
    }

    /** From now on nothing is asked for, and a machine that is still booting is ended. The first reason counts. */
    synchronized void stop(Cause cause, String why) {
        if (stopped == null) {
            stopped = Exit.failure(cause, null, why);
        }
    }

    synchronized boolean isOver() {
        return end != null;
    }

    synchronized Optional<News.Ended> end() {
        return Optional.ofNullable(end);
    }

    synchronized void tellUnreachable(Instant now, String why, Consumer<News> listener) {
        if (end == null) {
            listener.accept(new News.Unreachable(intent.id(), UNREACHABLE, now, why));
        }
    }

    /** Why it is not there yet, for people. */
    synchronized String inWords() {
        return waitsFor != null ? waitsFor : startTold ? "booting" : "asked for";
    }

    /** How far the whole pool is. */
    synchronized void tell(Progress progress, Instant now, Consumer<News> listener) {
        if (end == null && startTold) {
            listener.accept(new News.Progressed(intent.id(), now.toEpochMilli(), now, progress));
        }
    }

    /** What is to be done after a look at its machine. */
    enum Then {
        LOOK_AGAIN,
        /** The provider is to be asked for one once more. */
        ASK,
        TERMINATE,
        NOTHING
    }

    /**
     * Takes in what a look showed, and tells it.
     *
     * @param machine null: none stands there
     */
    synchronized Then seen(@Nullable Machine machine, Instant now, Consumer<News> listener) {
        if (end != null) {
            listener.accept(end);   // somebody asks again: the last telling may have been lost
            return Then.NOTHING;
        }
        if (machine == null || machine.state() == Machine.State.GONE) {
            return gone(machine, now, listener);
        }
        // A machine that an earlier try has started is older than this launch.
        boolean own = isOwn(machine);
        if (asked && !startTold) {
            start(own ? machine.launchedAt() : now, listener);
        }
        return switch (machine.state()) {
            case REGISTERED -> end(Exit.success(outputs(machine)), own ? registeredAt(machine, now) : now, listener);
            case BOOTING -> {
                if (!now.isBefore(deadline(machine))) {
                    stop(Cause.TIMEOUT, "machine " + machine.id() + " is not an agent " + Durations.format(wish.scaleTimeout()) + " after its launch (scale_timeout)");
                }
                yield stopped == null ? Then.LOOK_AGAIN : Then.TERMINATE;
            }
            case ENDING -> now.isBefore(deadline(machine))
                    ? Then.LOOK_AGAIN
                    : end(Exit.failure(Cause.TIMEOUT, null, "machine " + machine.id() + " is being taken away, and " + Durations.format(wish.scaleTimeout())
                            + " after its launch none has come in its place (scale_timeout)"), now, listener);
            case GONE -> Then.LOOK_AGAIN;
        };
    }

    private void start(Instant at, Consumer<News> listener) {
        startTold = true;
        listener.accept(new News.Started(intent.id(), STARTED, at, intent.id().externalId(), null));
    }

    private Then gone(@Nullable Machine machine, Instant now, Consumer<News> listener) {
        if (asking) {
            return Then.LOOK_AGAIN;   // the answer to the wish is under way
        }
        if (stopped != null) {
            return end(stopped, now, listener);
        }
        if (waitsFor != null) {
            if (isTimeLeft(now)) {
                if (!startTold) {
                    start(now, listener);   // what has begun is the wait for a machine
                }
                return Then.ASK;
            }
            return end(Exit.failure(Cause.TIMEOUT, null, "no machine within " + Durations.format(wish.scaleTimeout()) + " (scale_timeout): " + waitsFor), now, listener);
        }
        if (machine != null && isOwn(machine) && round < MOST_REPLACEMENTS && isTimeLeft(now)) {
            round++;
            waitsFor = gone(machine);
            return Then.ASK;
        }
        return end(Exit.failure(Cause.PLATFORM, null, gone(machine)), now, listener);
    }

    private boolean isTimeLeft(Instant now) {
        return asksSince != null && now.isBefore(asksSince.plus(wish.scaleTimeout()));
    }

    /** For one that came in place of another, time began with the first. */
    synchronized Instant deadline(Machine machine) {
        return (round == 0 || asksSince == null ? machine.launchedAt() : asksSince).plus(wish.scaleTimeout());
    }

    private static Instant registeredAt(Machine machine, Instant now) {
        return machine.registeredAt() == null ? now : machine.registeredAt();
    }

    private Then end(Exit exit, Instant now, Consumer<News> listener) {
        end = new News.Ended(intent.id(), ENDED, now, exit);
        listener.accept(end);
        return Then.NOTHING;
    }

    private String gone(@Nullable Machine machine) {
        return machine == null
                ? "no machine " + key().index() + " of node pool \"" + wish.pool() + "\" is left"
                : "machine " + machine.id() + " of node pool \"" + wish.pool() + "\" was gone before it was an agent";
    }

    static Map<String, Object> outputs(Machine machine) {
        var outputs = new LinkedHashMap<String, Object>();
        outputs.put("instance_id", machine.id());
        outputs.put("agent", String.valueOf(machine.agent()));
        outputs.put("instance_type", machine.type());
        outputs.put("market", machine.market());
        return outputs;
    }
}
