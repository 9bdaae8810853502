package comporta.api;

import comporta.cost.CostLedger;
import comporta.cost.Share;
import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.store.ListedRun;
import comporta.store.Role;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /cost}: what machines cost, each second of each put down once. */
final class CostResource {
    private final Costs costs;
    private final RunResource runs;
    private final PinnedDags pinned;
    private final ZoneId zone;
    private final InstantSource clock;

    CostResource(Costs costs, RunResource runs, PinnedDags pinned, ZoneId zone, InstantSource clock) {
        this.costs = costs;
        this.runs = runs;
        this.pinned = pinned;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * What machines cost. Money is null where it is not known: the price of a machine is missing.
     *
     * @param missing what no price is known of, as {@code m5.2xlarge spot}
     * @param prices null: there is no price file
     * @param budget of the run that was asked for; null: none
     */
    record Cost(
            @Nullable Money total, @Nullable Money idle, double machineS, double idleS, List<CostRow> rows, List<String> missing,
            @Nullable PriceList prices, @Nullable Budget budget) {}

    /** A share of it. */
    record CostRow(String key, @Nullable Money amount, double machineS, double idleS) {}

    /**
     * Where amounts come from.
     *
     * @param example whether they were made up to show the form, and are nobody's bill
     */
    record PriceList(String currency, String source, boolean example) {}

    /** What one run may cost. */
    record Budget(@Nullable Money warn, @Nullable Money limit, @Words({"within", "warned", "passed", "unknown"}) String state) {}

    List<Route> routes() {
        return List.of(Route.get("/api/v1/cost", "What machines cost, by what they were for; money where prices are known")
                .takes(Night.PARAMETER, Parameter.text("run", "Only this run, as DAG/RUN"), Parameter.instant("from", "Not before then"),
                        Parameter.instant("to", "Before then"),
                        Parameter.words("by", "By what it is told; one of them", List.of("dag", "run", "task", "node_pool", "idle")))
                .answers(Cost.class).by(this::cost));
    }

    private Answer cost(Call call) {
        var by = call.words("by").isEmpty() ? "dag" : call.words("by").getFirst();
        if (call.text("run").isPresent()) {
            var run = run(call);
            var ledger = costs.ofRun(run.run().id());
            return Answer.ok(shape(ledger, by, budget(run, ledger)));
        }
        var now = clock.instant();
        var night = Night.of(call, "night", now, zone);
        boolean isRange = call.instant("from").isPresent() || call.instant("to").isPresent();
        var from = isRange ? call.instant("from").orElse(Instant.EPOCH) : night.from();
        var to = isRange ? call.instant("to").orElse(now) : night.to();
        return Answer.ok(shape(costs.between(from, to, dag -> call.may(Role.VIEWER, dag)), by, null));
    }

    private ListedRun run(Call call) {
        var names = call.text("run").orElse("").split("/", 2);
        var dag = names.length == 2 && Ids.isId(names[0]) ? new DagId(names[0]) : null;
        if (dag == null || !call.may(Role.VIEWER, dag)) {
            throw Refusal.unfit("run", "names no run: write DAG/RUN");
        }
        return runs.find(dag, names[1]);
    }

    private Cost shape(CostLedger ledger, String by, @Nullable Budget budget) {
        var prices = costs.prices();
        var table = ledger.table(prices, share -> key(by, share));
        var rows = table.rows().stream()
                .map(row -> new CostRow(row.key(), costs.money(row.amount()), row.seconds(), row.idleSeconds()))
                .sorted(Comparator.comparingDouble(CostRow::machineS).reversed())
                .toList();
        return new Cost(
                costs.money(table.total()), costs.money(table.idle()), table.seconds(), table.idleSeconds(), rows, table.missing(),
                prices.perHour().isEmpty() ? null : new PriceList(prices.currency(), prices.source(), prices.isExample()), budget);
    }

    /** Null: it does not count. */
    private static @Nullable String key(String by, Share share) {
        return switch (by) {
            case "run" -> share.run();
            case "task" -> share.isIdle() ? "idle" : share.dag() + "/" + share.task();
            case "node_pool" -> share.pool();
            case "idle" -> share.isIdle() ? share.dag() + "/" + share.pool() : null;
            default -> share.dag();
        };
    }

    private @Nullable Budget budget(ListedRun run, CostLedger ledger) {
        var dag = pinned.of(run.run()).orElse(null);
        if (dag == null || (dag.budgetWarn() == null && dag.budgetLimit() == null)) {
            return null;
        }
        var total = ledger.table(costs.prices(), _ -> "").total();
        return new Budget(costs.money(dag.budgetWarn()), costs.money(dag.budgetLimit()), state(total, dag.budgetWarn(), dag.budgetLimit()));
    }

    private static String state(@Nullable BigDecimal total, @Nullable BigDecimal warn, @Nullable BigDecimal limit) {
        if (total == null) {
            return "unknown";
        }
        return limit != null && total.compareTo(limit) > 0 ? "passed" : warn != null && total.compareTo(warn) > 0 ? "warned" : "within";
    }
}
