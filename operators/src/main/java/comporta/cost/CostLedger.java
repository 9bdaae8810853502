package comporta.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every second of every machine, put down once: to the task that ran, in turn where several did, else to idle. The seconds are whole, so
 * nothing is lost and nothing counted twice, and money is made of them only at the end.
 */
public final class CostLedger {
    private final Map<Share, Long> seconds;

    private CostLedger(Map<Share, Long> seconds) {
        this.seconds = seconds;
    }

    /**
     * The ledger of a stretch of time.
     *
     * @param from only seconds that begin then or later
     * @param to only seconds that begin before then
     * @param now until when what has not ended is counted
     */
    public static CostLedger of(List<Holding> holdings, List<Work> work, Instant from, Instant to, Instant now) {
        var machines = holdings.stream().collect(Collectors.groupingBy(Holding::machine, TreeMap::new, Collectors.toList()));
        var byLease = work.stream().collect(Collectors.groupingBy(Work::lease));
        Map<Share, Long> seconds = new LinkedHashMap<>();
        int turn = 0;
        for (var held : machines.values()) {
            for (var stretch : new Machine(held, now).stretches(byLease, from, to)) {
                divide(stretch, turn, seconds);
            }
            turn++;
        }
        return new CostLedger(seconds);
    }

    /** Seconds that do not go round are given in turn, so that no task pays for them on every machine. */
    private static void divide(Machine.Stretch stretch, int turn, Map<Share, Long> seconds) {
        int heads = stretch.shares().size();
        long each = stretch.seconds() / heads;
        long left = stretch.seconds() % heads;
        for (int head = 0; head < heads; head++) {
            seconds.merge(stretch.shares().get(head), each + (Math.floorMod(head - turn, heads) < left ? 1 : 0), Long::sum);
        }
    }

    /** Machine seconds by whom they were for. */
    public Map<Share, Long> seconds() {
        return Map.copyOf(seconds);
    }

    /** What is put down to one key. */
    private static final class Sum {
        private long all;
        private long idle;
        private @Nullable BigDecimal money = BigDecimal.ZERO;
        private @Nullable BigDecimal ofIdle = BigDecimal.ZERO;

        private void add(Share share, long more, @Nullable BigDecimal perHour) {
            var amount = perHour == null ? null : perHour.multiply(BigDecimal.valueOf(more));
            all += more;
            money = plus(money, amount, more);
            if (share.isIdle()) {
                idle += more;
                ofIdle = plus(ofIdle, amount, more);
            }
        }

        private static @Nullable BigDecimal plus(@Nullable BigDecimal sum, @Nullable BigDecimal amount, long seconds) {
            return seconds == 0 ? sum : sum == null || amount == null ? null : sum.add(amount);
        }
    }

    /** What it comes to, by keys; shares whose key is null are left out. */
    public CostTable table(Prices prices, Function<Share, @Nullable String> key) {
        Map<String, Sum> sums = new TreeMap<>();
        var total = new Sum();
        var missing = new TreeSet<String>();
        seconds.forEach((share, more) -> {
            var name = key.apply(share);
            if (name != null) {
                var perHour = prices.perHour(share.type(), share.market()).orElse(null);
                if (perHour == null && more > 0) {
                    missing.add(share.type() + " " + share.market());
                }
                total.add(share, more, perHour);
                sums.computeIfAbsent(name, _ -> new Sum()).add(share, more, perHour);
            }
        });
        var parts = new ArrayList<@Nullable BigDecimal>();
        sums.values().forEach(sum -> parts.add(sum.money));
        var amounts = Cents.of(parts, total.money);
        var rows = new ArrayList<CostTable.Row>();
        int place = 0;
        for (var sum : sums.entrySet()) {
            rows.add(new CostTable.Row(sum.getKey(), amounts.get(place++), sum.getValue().all, sum.getValue().idle));
        }
        return new CostTable(Cents.of(total.money), Cents.of(total.ofIdle), total.all, total.idle, rows, List.copyOf(missing));
    }
}
