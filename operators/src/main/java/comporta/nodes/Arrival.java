package comporta.nodes;

import comporta.dag.Durations;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One machine on its way, from the wish to the end of its launch: it has registered, or it is verified to be gone. Guarded by itself; what
 * it holds can be told again from the provider at any time.
 */
final class Arrival {
    /** Sequence numbers are those of the story, so news told again after a restart is recognised. */
    private static final int STARTED = 1;

    private static final int UNREACHABLE = 2;
    private static final int ENDED = 3;

    private final LaunchIntent intent;
    private final MachineLaunch wish;
    private boolean asking;
    private boolean asked;
    private boolean startTold;
    private @Nullable Exit stopped;
    private News.@Nullable Ended end;

    Arrival(LaunchIntent intent) {
        this.intent = intent;
        this.wish = MachineLaunch.of(intent.spec());
    }

    MachineKey key() {
        return wish.key();
    }

    MachineRequest request() {
        return wish.request(intent);
    }

    String token() {
        return wish.token(intent);
    }

    /** Whether the provider may be asked now; after a stop, or once it is over, no more. */
    synchronized boolean beginAsking() {
        asking = stopped == null && end == null;
        return asking;
    }

    synchronized void endAsking(boolean isKnownOutside) {
        asking = false;
        asked |= isKnownOutside;
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
        boolean own = machine != null && machine.token().equals(token());
        if (machine == null || (machine.state() == Machine.State.GONE && !own)) {
            stop(Cause.PLATFORM, "its machine was never asked for");
            return new Finding.NeverStarted(intent.id());
        }
        asked = true;
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

    /** What is to be done after a look at its machine. */
    enum Then {
        LOOK_AGAIN,
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
            if (asking) {
                return Then.LOOK_AGAIN;   // the answer to the wish is under way
            }
            var exit = stopped != null ? stopped : Exit.failure(Cause.PLATFORM, null, gone(machine));
            return end(exit, now, listener);
        }
        // A machine that an earlier try has started is older than this launch.
        boolean own = machine.token().equals(token());
        if (asked && !startTold) {
            startTold = true;
            listener.accept(new News.Started(intent.id(), STARTED, own ? machine.launchedAt() : now, intent.id().externalId(), null));
        }
        return switch (machine.state()) {
            case REGISTERED -> end(Exit.success(outputs(machine)), own ? registeredAt(machine, now) : now, listener);
            case BOOTING -> {
                if (!now.isBefore(deadline(machine))) {
                    stop(Cause.TIMEOUT, "machine " + machine.id() + " is not an agent " + Durations.format(wish.scaleTimeout()) + " after its launch (scale_timeout)");
                }
                yield stopped == null ? Then.LOOK_AGAIN : Then.TERMINATE;
            }
            case ENDING, GONE -> Then.LOOK_AGAIN;
        };
    }

    Instant deadline(Machine machine) {
        return machine.launchedAt().plus(wish.scaleTimeout());
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
