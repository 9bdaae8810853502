package comporta.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices here: m5.2xlarge 0.384 an hour on demand, m5.xlarge 0.08 as spot; all the rest is unknown. */
class CostLedgerTest {
    private static final Prices PRICES = Prices.parse(
            """
            {"currency": "USD", "on_demand": {"m5.2xlarge": "0.384"}, "spot": {"m5.xlarge": "0.08"}}""", "here");
    private static final Instant ONE = Instant.parse("2030-01-01T01:00:00Z");

    private static Instant at(String time) {
        return Instant.parse("2030-01-01T" + time + "Z");
    }

    private static Holding itaipu(String machine, String from, @Nullable String to) {
        return new Holding(machine, "m5.2xlarge", "on-demand", "L1", "itaipu", "nightly", "R1", at(from), to == null ? null : at(to));
    }

    private static Holding models(String machine, String type, String market, String from, String to) {
        return new Holding(machine, type, market, "L2", "models", "scores", "R2", at(from), at(to));
    }

    private static CostLedger all(List<Holding> holdings, List<Work> work, Instant now) {
        return CostLedger.of(holdings, work, Instant.EPOCH, Instant.MAX, now);
    }

    private static List<String> rows(CostTable table) {
        return table.rows().stream()
                .map(row -> row.key() + ": " + (row.amount() == null ? "unknown" : row.amount()) + ", " + row.seconds() + " s, idle "
                        + row.idleSeconds() + " s")
                .toList();
    }

    /** 30 machines of the one pool, 30 of the other, 10 of them in both; machine 50 is reclaimed after 27 minutes and 7 seconds. */
    private static List<Holding> fifty() {
        var holdings = new ArrayList<Holding>();
        for (int machine = 1; machine <= 30; machine++) {
            holdings.add(itaipu("i-" + machine, "01:00:00", "02:00:00"));
        }
        for (int machine = 21; machine <= 30; machine++) {
            holdings.add(models("i-" + machine, "m5.2xlarge", "on-demand", "01:40:00", "02:30:00"));
        }
        for (int machine = 31; machine <= 49; machine++) {
            holdings.add(models("i-" + machine, "m5.xlarge", "spot", "01:40:00", "02:30:00"));
        }
        holdings.add(models("i-50", "m5.xlarge", "spot", "01:40:00", "02:07:07"));
        return holdings;
    }

    private static final List<Work> THEIR_WORK = List.of(
            new Work("L1", "itaipu", at("01:04:00"), at("01:50:00")),
            new Work("L2", "churn", at("01:45:00"), at("02:20:00")),
            new Work("L2", "credit", at("01:45:00"), at("02:00:00")));

    /**
     * i-1 to i-20: 3600 s each, itaipu 2760 of them. i-21 to i-30: 5400 s each; itaipu alone 2460 s (01:04 to 01:45), all three 300 s, churn
     * and credit 600 s, churn alone 1200 s, and idle 240 s before and 600 s behind. i-31 to i-49: 3000 s, 900 s of them shared by churn and
     * credit, churn alone 1200 s, idle 300 s and 600 s. i-50: 1627 s; 900 s shared, 427 s churn, idle 300 s.
     */
    @Test
    void fiftyMachinesInOverlappingPoolsCostWhatTheyCost() {
        var ledger = all(fifty(), THEIR_WORK, at("12:00:00"));
        assertThat(rows(ledger.table(PRICES, share -> share.isIdle() ? "idle" : share.task()))).containsExactly(
                "churn: 2.42, 48227 s, idle 0 s",     // 10 * (100 + 300 + 1200) at 0.384 and 20 * 450 + 19 * 1200 + 427 at 0.08 an hour
                "credit: 0.63, 13000 s, idle 0 s",    // 10 * (100 + 300) at 0.384, 20 * 450 at 0.08
                "idle: 3.07, 42600 s, idle 42600 s",  // 20 * 840 + 10 * 840 at 0.384, 19 * 900 + 300 at 0.08
                "itaipu: 8.62, 80800 s, idle 0 s");   // 20 * 2760 + 10 * (2460 + 100) at 0.384
        assertThat(rows(ledger.table(PRICES, Share::pool))).hasSize(2);
        var whole = ledger.table(PRICES, _ -> "all");
        // 20 * 3600 + 10 * 5400 at 0.384, 19 * 3000 + 1627 at 0.08: 13.44 + 1.302822…
        assertThat(whole.total()).isEqualByComparingTo("14.74");
        assertThat(whole.seconds()).isEqualTo(20 * 3600 + 10 * 5400 + 19 * 3000 + 1627);
    }

    @Test
    void whateverItIsToldByTheRowsAddUpToTheTotal() {
        var ledger = all(fifty(), THEIR_WORK, at("12:00:00"));
        var keys = List.<Function<Share, @Nullable String>>of(
                Share::dag, Share::run, Share::pool, each -> each.run() + each.pool() + each.task() + each.type());
        for (var key : keys) {
            var table = ledger.table(PRICES, key);
            assertThat(table.rows().stream().map(row -> Objects.requireNonNull(row.amount())).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualTo(table.total());
            assertThat(table.rows().stream().mapToLong(CostTable.Row::seconds).sum()).isEqualTo(table.seconds());
        }
    }

    @ParameterizedTest(name = "{0} to {1}, asked at {2}: {3} s")
    @CsvSource(delimiter = '|', textBlock = """
            01:00:00     | 01:00:20     | 03:00:00 | 60      | the first minute is paid for whole
            01:00:00     | 01:01:00     | 03:00:00 | 60      | and no more than that
            01:00:00     | 01:01:01     | 03:00:00 | 61      |
            01:00:00.000 | 01:02:00.001 | 03:00:00 | 121     | a second that has begun is a second
            01:00:00     |              | 01:30:00 | 1800    | it still runs
            01:00:00     |              | 01:00:05 | 60      |
            01:00:00     | 00:58:00     | 03:00:00 | 60      | the clock was set back while it lived
            01:00:00     |              | 00:10:00 | 60      | the clock was set back, and it still runs
            """)
    void secondsOfOneMachine(String from, @Nullable String to, String now, long seconds) {
        var table = all(List.of(itaipu("i-1", from, to)), List.of(), at(now)).table(PRICES, Share::pool);
        assertThat(table.seconds()).isEqualTo(seconds);
        assertThat(table.idleSeconds()).isEqualTo(seconds);
    }

    @Test
    void aMissingPriceIsUnknownAndNeverNothing() {
        var holdings = List.of(itaipu("i-1", "01:00:00", "02:00:00"), models("i-2", "r5.2xlarge", "on-demand", "01:00:00", "02:00:00"));
        var table = all(holdings, List.of(), at("03:00:00")).table(PRICES, Share::pool);
        assertThat(rows(table)).containsExactly("itaipu: 0.38, 3600 s, idle 3600 s", "models: unknown, 3600 s, idle 3600 s");
        assertThat(table.total()).isNull();
        assertThat(table.idle()).isNull();
        assertThat(table.missing()).containsExactly("r5.2xlarge on-demand");
    }

    @Test
    void aTaskThatRunsOnWhileItsPoolIsGonePaysForNothing() {
        var ledger = all(List.of(itaipu("i-1", "01:00:00", "01:30:00")), List.of(new Work("L1", "itaipu", at("01:10:00"), at("05:00:00"))), at("06:00:00"));
        assertThat(rows(ledger.table(PRICES, share -> share.isIdle() ? "idle" : share.task())))
                .containsExactly("idle: 0.06, 600 s, idle 600 s", "itaipu: 0.13, 1200 s, idle 0 s");
    }

    @Test
    void twoNightsShareAMachineAtTheSecond() {
        var holding = List.of(itaipu("i-1", "01:00:00", "02:00:00"));
        var noon = at("01:20:30.5");
        var before = CostLedger.of(holding, List.of(), Instant.EPOCH, noon, at("03:00:00")).table(PRICES, Share::pool);
        var behind = CostLedger.of(holding, List.of(), noon, Instant.MAX, at("03:00:00")).table(PRICES, Share::pool);
        assertThat(before.seconds()).isEqualTo(1231);
        assertThat(behind.seconds()).isEqualTo(2369);
    }

    /** Held against a ledger that looks at every second of every machine. */
    @Test
    void everySecondIsPutDownOnce() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var holdings = new ArrayList<Holding>();
            for (int each = 0; each < 12; each++) {
                var from = ONE.plusSeconds(random.nextInt(300));
                holdings.add(new Holding(
                        "i-" + random.nextInt(6), "m5.2xlarge", "on-demand", "L" + random.nextInt(3), "p", "d", "r", from,
                        random.nextInt(5) == 0 ? null : from.plusSeconds(random.nextInt(200) - 20)));
            }
            var work = new ArrayList<Work>();
            for (int each = 0; each < 8; each++) {
                var from = ONE.plusSeconds(random.nextInt(400) - 50);
                work.add(new Work("L" + random.nextInt(3), "t" + random.nextInt(3), from,
                        random.nextInt(6) == 0 ? null : from.plusSeconds(random.nextInt(150))));
            }
            var now = ONE.plusSeconds(400);
            var found = all(holdings, work, now).seconds();
            var expected = bySecond(holdings, work, now);
            assertThat(found.values().stream().mapToLong(Long::longValue).sum()).as("seed %d: nothing is lost", seed)
                    .isEqualTo(expected.values().stream().mapToInt(Integer::intValue).sum());
            assertThat(found.entrySet().stream().filter(each -> each.getKey().isIdle()).mapToLong(Map.Entry::getValue).sum()).as("seed %d: idle", seed)
                    .isEqualTo(expected.getOrDefault("", 0).longValue());
        }
    }

    private static Map<String, Integer> bySecond(List<Holding> holdings, List<Work> work, Instant now) {
        Map<String, Integer> counted = new HashMap<>();
        for (var machine : holdings.stream().map(Holding::machine).distinct().toList()) {
            var mine = holdings.stream().filter(each -> each.machine().equals(machine)).toList();
            var start = mine.stream().map(Holding::from).min(Instant::compareTo).orElseThrow();
            var end = mine.stream().map(each -> each.to() == null ? now : each.to()).max(Instant::compareTo).orElseThrow();
            long billed = Math.max(60, Duration.between(start, end).toSeconds());
            for (long second = 0; second < billed; second++) {
                var at = start.plusSeconds(second);
                Set<String> leases = new HashSet<>();
                mine.stream().filter(each -> isDuring(at, each.from(), each.to(), now)).forEach(each -> leases.add(each.lease()));
                boolean works = work.stream().anyMatch(each -> leases.contains(each.lease()) && isDuring(at, each.from(), each.to(), now));
                counted.merge(works ? "work" : "", 1, Integer::sum);
            }
        }
        return counted;
    }

    private static boolean isDuring(Instant at, Instant from, @Nullable Instant to, Instant now) {
        return !at.isBefore(from) && at.isBefore(to == null ? now : to);
    }
}
