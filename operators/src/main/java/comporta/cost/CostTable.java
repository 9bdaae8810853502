package comporta.cost;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What machines came to. Amounts are in the currency of the prices, with two places; those of the rows add up to the total. Null is
 * unknown: the price of at least one machine is missing.
 *
 * @param seconds machine seconds, idle ones included
 * @param missing what no price is known of, as {@code m5.2xlarge spot}
 */
public record CostTable(
        @Nullable BigDecimal total, @Nullable BigDecimal idle, long seconds, long idleSeconds, List<Row> rows, List<String> missing) {
    public CostTable {
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
    }

    /** What is put down to one key. */
    public record Row(String key, @Nullable BigDecimal amount, long seconds, long idleSeconds) {}
}
