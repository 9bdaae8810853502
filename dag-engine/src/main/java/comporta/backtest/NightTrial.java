package comporta.backtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that was said of one night, and what came.
 *
 * @param dag number of the DAG
 * @param at checkpoints that were forecast, in sixteenths of the usual night
 * @param times of the checkpoints, in seconds from the start
 * @param said by each method at each of them
 */
record NightTrial(int dag, double end, double due, List<Integer> at, List<Double> times, Map<Method, List<Said>> said) {
    static Map<Method, List<Said>> none() {
        var said = new EnumMap<Method, List<Said>>(Method.class);
        for (var method : Method.values()) {
            said.put(method, new ArrayList<>());
        }
        return said;
    }

    /** What a method said, checkpoint by checkpoint. */
    List<Said> of(Method method) {
        return Objects.requireNonNull(said.get(method));
    }

    boolean isMissed() {
        return end > due;
    }

    /** Seconds between the first warning and the deadline; 0: nobody was warned before it; negative never. */
    double warned(Method method, double threshold) {
        var all = of(method);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).late() >= threshold) {
                return Math.max(0, due - times.get(i));
            }
        }
        return 0;
    }

    boolean isAlarmed(Method method, double threshold) {
        return of(method).stream().anyMatch(each -> each.late() >= threshold);
    }
}
