package comporta.api;

import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.store.Archive;
import comporta.store.Deed;
import comporta.store.Origin;
import comporta.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Posts wishes, and waits a moment for what becomes of them. */
final class Deeds {
    /** The leader grants in milliseconds; should there be none just now, it is done when there is one. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration LAST_LOOK = Duration.ofMillis(50);

    private final Store store;
    private final Archive archive;
    private final Wishing wishes;
    private final LiveRuns live;

    Deeds(Store store, Wishing wishes, LiveRuns live) {
        this.live = live;
        this.store = store;
        this.archive = store.archive();
        this.wishes = wishes;
    }

    /** A wish of a run. */
    Answer wish(Call call, long run, Wish.Verb verb, List<String> tasks, Map<String, Object> details, String reason, String done) {
        return wish(call, new Wish(0, run, null, verb, tasks, details, call.caller().name(), reason), done, null);
    }

    /** A wish of a DAG. */
    Answer wish(Call call, DagId dag, Wish.Verb verb, Map<String, Object> details, String reason, String done) {
        return wish(call, new Wish(0, 0, dag, verb, List.of(), details, call.caller().name(), reason), done, null);
    }

    /** The same of what can be taken back. */
    Answer wish(Call call, long run, Wish.Verb verb, String reason, String done, Action undo) {
        return wish(call, new Wish(0, run, null, verb, List.of(), Map.of(), call.caller().name(), reason), done, undo);
    }

    /** The same of a DAG. */
    Answer wish(Call call, DagId dag, Wish.Verb verb, String reason, String done, Action undo) {
        return wish(call, new Wish(0, 0, dag, verb, List.of(), Map.of(), call.caller().name(), reason), done, undo);
    }

    private Answer wish(Call call, Wish wish, String done, @Nullable Action undo) {
        var outcome = outcome(call, wish, key(call));
        return Answer.of(202, outcome.isEmpty()
                ? done(call, "pending", "Noted; it is done as soon as a scheduler is there.", null)
                : done(call, Json.word(wish.verb()), done, undo));
    }

    /**
     * What became of a wish; empty: nobody has looked at it yet.
     *
     * @throws Refusal when it was refused
     */
    Optional<Outcome> outcome(Call call, Wish wish, String key) {
        var outcome = settled(waited(wishes.post(wish, origin(call), key))).map(Outcome::of);
        if (outcome.isPresent() && !outcome.get().granted()) {
            throw Refusal.conflict(outcome.get().reason());
        }
        return outcome;
    }

    /** How the caller came to do it, for the audit. */
    static Origin origin(Call call) {
        var dag = call.variables().get("dag");
        var role = dag != null && Ids.isId(dag) ? call.caller().on(new DagId(dag)) : call.caller().everywhere();
        return new Origin(role == null ? null : role.word(), call.via(), call.id());
    }

    /** A deed of the caller, for the audit. */
    static Deed deed(Call call, Instant now, @Nullable String why) {
        return new Deed(now, call.caller().name(), origin(call), why);
    }

    /** Keys of one caller are not those of another. */
    static String key(Call call) {
        return call.caller().name() + " " + call.key();
    }

    /** The preview of what is said in one sentence. */
    static Preview preview(String will) {
        return new Preview(List.of(new Preview.Part(will, 1, List.of())), List.of(), List.of(), List.of());
    }

    Done done(Call call, String code, String text, @Nullable Action undo) {
        var entry = store.audit().of(call.id());
        return new Done(Text.of(code, text), archive.stream() + "-" + archive.lastEvent(),
                entry.isPresent() ? entry.getAsLong() : null, undo);
    }

    /**
     * What a wish would do to its run, by the decision that the deed is made by; empty: nobody here knows.
     *
     * @param meant those that it is done to, and that do not run again by it
     * @param will what becomes of these
     */
    Optional<Preview> preview(Call call, long run, Wish.Verb verb, List<String> tasks, Map<String, Object> details, List<String> meant,
            String will) {
        return waited(live.preview(new Wish(0, run, null, verb, tasks, details, call.caller().name(), ""))).map(seen -> {
            if (!seen.isGranted()) {
                throw Refusal.conflict(Outcome.of(seen.outcome()).reason());
            }
            return Previews.of(seen, meant, will);
        });
    }

    /** What moving a run would mean. */
    Preview movement(Call call, long run, int version) {
        var wish = new Wish(0, run, null, Wish.Verb.MOVE, List.of(), Map.of("to", (long) version), call.caller().name(), "");
        return Previews.of(waited(live.movement(wish)), version);
    }

    private Optional<String> settled(long wish) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        var pause = FIRST_LOOK;
        for (;;) {
            var outcome = store.outcome(wish);
            if (outcome.isPresent() || System.nanoTime() > until) {
                return outcome;
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LAST_LOOK) > 0 ? LAST_LOOK : pause.multipliedBy(2);
        }
    }

    /** The result, or the exception, of what another thread does. */
    static <T> T waited(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }
}
