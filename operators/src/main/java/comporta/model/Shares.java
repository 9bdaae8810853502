package comporta.model;

import comporta.operator.LaunchIntent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives an iterative job its CPU, iteration by iteration. Pure: what was decided is committed before anybody hears of it. */
public interface Shares {
    /** Every iteration has the share that the job asks for. */
    Shares CONSTANT = asked -> Optional.empty();

    /**
     * A job before its first iteration, or at the end of one.
     *
     * @param terms the {@code elasticity} block
     * @param expected how long all of its iterations are expected to take; null: nobody said
     * @param done the iterations that ended well, in order; none before the first
     * @param dueBy by when the last one is to end
     * @param first share of the first one
     * @param backend where it runs
     * @param rivals elastic jobs of the same backend that are under way
     */
    record Asked(
            Map<String, Object> terms, @Nullable Duration expected, int iterations, List<Ran> done, Instant dueBy, double first,
            String backend,
            List<Rival> rivals) {
        public Asked {
            done = List.copyOf(done);
            rivals = List.copyOf(rivals);
        }
    }

    /**
     * Another job that takes from the same CPUs.
     *
     * @param held share of its present launch
     * @param min least share
     * @param wanted what it would have if there were enough; null: nothing was decided of it yet
     * @param lastChance from then on only its largest share keeps its deadline; null with {@code wanted}
     * @param isLasting whether it has that share until its end; an iterative job gives back with each iteration
     */
    record Rival(String name, double held, double min, @Nullable Double wanted, @Nullable Instant lastChance, boolean isLasting) {}

    /** An iteration that is over. */
    record Ran(Instant started, Instant ended, double cpus) {}

    /**
     * The share of the next iteration.
     *
     * @param from the share of the one before
     * @param wanted what it would be if there were enough for all
     * @param lastChance from then on only the largest share keeps the deadline
     * @param state in the word of the metrics
     * @param why in words
     * @param lateBefore chance to be late with the share as it was; null: not known
     * @param late the same with the new one
     */
    record Share(
            double cpus, double from, double wanted, Instant lastChance, String state, String why, Instant predictedEnd, Instant dueBy,
            @Nullable Double lateBefore, @Nullable Double late, int done, int iterations) {

        /** As it is kept with its launch. */
        public Map<String, Object> data() {
            var data = new LinkedHashMap<String, Object>();
            data.put("cpus", cpus);
            data.put("from", from);
            data.put("wanted", wanted);
            data.put("last_chance", lastChance.toString());
            data.put("state", state);
            data.put("why", why);
            data.put("predicted_end", predictedEnd.toString());
            data.put("due_by", dueBy.toString());
            putChance(data, "late_before", lateBefore);
            putChance(data, "late", late);
            data.put("done", done);
            data.put("iterations", iterations);
            return data;
        }

        private static void putChance(Map<String, Object> data, String name, @Nullable Double chance) {
            if (chance != null) {
                data.put(name, BigDecimal.valueOf(chance).setScale(3, RoundingMode.HALF_UP));
            }
        }

        /** The one that was kept so; empty: nothing was. */
        public static Optional<Share> of(Map<String, Object> data) {
            return data.isEmpty() ? Optional.empty() : Optional.of(new Share(
                    number(data, "cpus", 1), number(data, "from", 1), number(data, "wanted", number(data, "cpus", 1)),
                    Instant.parse(String.valueOf(data.getOrDefault("last_chance", data.get("due_by")))), String.valueOf(data.get("state")),
                    String.valueOf(data.get("why")), Instant.parse(String.valueOf(data.get("predicted_end"))),
                    Instant.parse(String.valueOf(data.get("due_by"))), chance(data.get("late_before")), chance(data.get("late")),
                    (int) number(data, "done", 0), (int) number(data, "iterations", 1)));
        }

        private static double number(Map<String, Object> data, String name, double otherwise) {
            return data.get(name) instanceof Number number ? number.doubleValue() : otherwise;
        }

        private static @Nullable Double chance(@Nullable Object value) {
            return value instanceof Number number ? (Double) number.doubleValue() : null;
        }
    }

    /** Elastic jobs of a backend, of what is under way. */
    static List<Rival> rivals(String backend, List<LaunchIntent> underWay) {
        return Elastic.rivals(backend, underWay);
    }

    /** Of the next iteration. Empty: it stays as it is, and nothing is told. */
    Optional<Share> next(Asked asked);

    /**
     * Of the first iteration. Empty: it has what is written, and nothing is told.
     *
     * @param asked without any iteration that is over; {@code first} is what is written
     */
    default Optional<Share> first(Asked asked, Instant now) {
        return Optional.empty();
    }
}
