package comporta.app;

import comporta.cost.Prices;
import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.simulate.MachineTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of simulated nights come to: every second that one was held, by the price of the type that its pool prefers, and as
 * spot where it may be. Where a price is missing the whole is unknown, and never less than it is.
 */
final class SimulatedCost {
    private static final BigDecimal MILLIS_OF_AN_HOUR = BigDecimal.valueOf(3_600_000);

    private final List<Task> tasks;
    private final Prices prices;
    private final Map<String, Object> slaveTypes;
    private final Map<Integer, Double> seconds = new HashMap<>();

    SimulatedCost(Dag dag, Configuration configuration) {
        tasks = List.copyOf(dag.tasks().values());
        prices = configuration.prices();
        slaveTypes = PlainData.block(PlainData.block(configuration.values(), "nodes"), "slave_types");
    }

    void add(MachineTime night) {
        night.heldSeconds().forEach((setup, held) -> seconds.merge(setup, held, Double::sum));
    }

    /** Null: unknown. */
    @Nullable Amount amount() {
        var sum = BigDecimal.ZERO;
        for (var each : seconds.entrySet()) {
            var perHour = perHour(PlainData.block(tasks.get(each.getKey()).settings(), "node_pool"));
            if (perHour == null) {
                return null;
            }
            sum = sum.add(perHour.multiply(BigDecimal.valueOf(Math.round(each.getValue() * 1000))));
        }
        return prices.perHour().isEmpty()
                ? null
                : new Amount(sum.divide(MILLIS_OF_AN_HOUR, 2, RoundingMode.HALF_UP).toPlainString(), prices.currency(), prices.isExample());
    }

    private @Nullable BigDecimal perHour(Map<String, Object> pool) {
        var named = pool.getOrDefault("slave_type", pool.getOrDefault("SLAVE_TYPE", pool.get("name")));
        var types = pool.containsKey("instance_types") ? pool : PlainData.block(slaveTypes, String.valueOf(named));
        var type = types.get("instance_types") instanceof List<?> list && !list.isEmpty() ? list.getFirst() : types.get("instance_types");
        var market = String.valueOf(pool.getOrDefault("market", pool.getOrDefault("MODE", "on-demand")));
        return prices.perHour(String.valueOf(type), market.startsWith("spot") ? "spot" : "on-demand").orElse(null);
    }

    /** @param example whether the prices were made up to show the form */
    record Amount(String amount, String currency, boolean example) {
        Map<String, Object> data() {
            var data = new LinkedHashMap<String, Object>(Map.of("amount", amount));
            data.put("currency", currency);
            data.put("example", example);
            return data;
        }

        String words() {
            return amount + " " + currency + (example ? " by EXAMPLE prices" : "");
        }
    }
}
