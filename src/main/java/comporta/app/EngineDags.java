package comporta.app;

import comporta.basic.OtherDags;
import comporta.dag.DagId;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.loop.Engine;
import comporta.run.RunState;
import comporta.store.Origin;
import comporta.store.Store;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs that tasks order of other DAGs are wished for like all runs, and asked for in the store. */
final class EngineDags implements OtherDags {
    private final Store store;
    private volatile @Nullable Engine engine;

    EngineDags(Store store) {
        this.store = store;
    }

    /** Before the engine is started. */
    void speakTo(Engine by) {
        engine = by;
    }

    @Override
    public Told ask(Order order) {
        return outcome(order).map(outcome -> told(order, outcome)).orElseGet(Told.Pending::new);
    }

    /** Empty: nobody has answered yet. */
    private Optional<Outcome> outcome(Order order) {
        var details = new LinkedHashMap<String, Object>();
        details.put("params", order.params());
        details.put("key", order.key());
        details.put("run_type", "triggered");
        details.put("note", "by " + order.by());
        if (order.date() != null) {
            details.put("date", toTheSecond(order.date()));
        }
        var wish = new Wish(0, 0, new DagId(order.dag()), Wish.Verb.TRIGGER, List.of(), details, "task " + order.by(), "");
        return store.outcome(post(wish, "trigger-dag " + order.key())).map(Outcome::of);
    }

    private long post(Wish wish, String key) {
        return Objects.requireNonNull(engine, "asked before the engine stands").wish(wish, Origin.ENGINE, key).join();
    }

    private static String toTheSecond(String date) {
        try {
            return Instant.parse(date).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeParseException e) {
            return date;   // as a DAG file spells it: who grants the wish reads it, or says what is wrong
        }
    }

    private Told told(Order order, Outcome outcome) {
        if (!outcome.granted()) {
            return new Told.Refused(outcome.reason());
        }
        var key = String.valueOf(outcome.details().get("run_id"));
        return store.others().ofKey(new DagId(order.dag()), key)
                .<Told>map(run -> new Told.Run(key, run.state().word(), run.state().isFinal(), run.state() == RunState.SUCCESS))
                .orElseGet(() -> new Told.Refused("run " + key + " is not on record any more"));
    }

    @Override
    public void cancel(Order order, String reason) {
        outcome(order).map(outcome -> outcome.details().get("run")).ifPresent(run -> {
            long number = ((Number) run).longValue();
            post(new Wish(0, number, Wish.Verb.CANCEL, List.of(), "task " + order.by(), reason), "cancel for trigger-dag " + number);
        });
    }
}
