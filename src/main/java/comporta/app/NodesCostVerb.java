package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta nodes cost}. */
final class NodesCostVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta nodes cost [OPTIONS]

            What machines cost. Each second of each machine is put down once: to the task that ran on it, else to idle; a minute at least is
            paid for each. Prices come from the file that nodes.prices names; the cost of a machine that it does not hold is unknown.

            Options
              --run DAG/RUN           only this run, with its budget; DAG/latest is the newest
              --night [DATE]          the night that begins at noon of this date; default the present one
              --by dag|run|task|node_pool|idle
                                      how it is told; default dag, and task for a run. idle: only seconds in which nothing ran
              --server URL            default http://127.0.0.1:8080
              --token TOKEN           default $COMPORTA_TOKEN
              --output text|json      json: {total, idle, machine_s, idle_s, rows, missing, prices, budget}; money null: unknown
              --color auto|always|never

            Examples
              comporta nodes cost --by dag
              comporta nodes cost --night 2026-11-20 --by task
              comporta nodes cost --run nightly/latest --output json | jq .total.amount

            Exit codes: 0 told, 2 wrong usage or no such run, 3 no server, or it refuses.
            """;
    /** Wherever amounts by such prices are shown. */
    static final String BY_EXAMPLE = "By EXAMPLE prices, which are nobody's bill: write your own file and name it in nodes.prices.";
    private static final List<String> BY = List.of("dag", "run", "task", "node_pool", "idle");

    @Parameter(names = "--run")
    private @Nullable String run;

    @Parameter(names = "--night")
    private boolean isOfANight;

    /** Of the night; none: the present one. */
    @Parameter
    private List<String> night = new ArrayList<>();

    @Parameter(names = "--by")
    private @Nullable String by;

    @Override
    int run(Terminal terminal, Remote remote) {
        var query = new LinkedHashMap<String, String>();
        if (run != null) {
            query.put("run", RunAddress.named(remote, run));
        }
        if (!night.isEmpty()) {
            query.put("night", date(only(night, "")));
        }
        if (!night.isEmpty() && !isOfANight) {
            throw new UsageException("nothing is expected at \"" + night.getFirst() + "\". Write --night before a date.");
        }
        if (run != null && isOfANight) {
            throw new UsageException("--run and --night are two questions. Ask one.");
        }
        var chosen = by == null ? run == null ? "dag" : "task" : by;
        oneOf("--by", chosen, BY);
        query.put("by", chosen);
        var cost = remote.get("/cost", query).object();
        if (json()) {
            terminal.out().println(PlainData.toJson(cost));
        } else {
            tell(terminal, chosen, cost);
        }
        return ExitCode.DONE;
    }

    private static String date(String written) {
        try {
            return LocalDate.parse(written).toString();
        } catch (DateTimeParseException e) {
            throw new UsageException("--night is \"" + written + "\", and must be a date such as 2026-11-20.");
        }
    }

    private void tell(Terminal terminal, String chosen, Map<String, Object> cost) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(chosen.toUpperCase(Locale.ROOT).replace('_', ' '), "COST", "MACHINE TIME", "IDLE"));
        for (var row : blocks(cost.get("rows"))) {
            rows.add(List.of(text(row, "key"), money(row.get("amount")), span(row, "machine_s"), span(row, "idle_s")));
        }
        if (rows.size() == 1) {
            terminal.out().println("no machines were paid for.");
            return;
        }
        rows.add(List.of("total", money(cost.get("total")), span(cost, "machine_s"), span(cost, "idle_s")));
        tell(terminal, List.of(), rows);
        prices(terminal, cost);
        var budget = PlainData.block(cost, "budget");
        if (!budget.isEmpty()) {
            terminal.out().println("budget: " + text(budget, "state") + "; warns at " + money(budget.get("warn")) + ", limit " + money(budget.get("limit")));
        }
    }

    private static void prices(Terminal terminal, Map<String, Object> cost) {
        var prices = PlainData.block(cost, "prices");
        if (prices.isEmpty()) {
            terminal.out().println("Costs are unknown: no prices. Name a price file in nodes.prices of comporta.yaml.");
        } else if (Boolean.TRUE.equals(prices.get("example"))) {
            terminal.out().println(BY_EXAMPLE);
        }
        if (!prices.isEmpty() && cost.get("missing") instanceof List<?> missing && !missing.isEmpty()) {
            terminal.out().println("No price is known of " + String.join(", ", missing.stream().map(String::valueOf).toList()) + ": add it to the price file.");
        }
    }

    private static List<Map<String, Object>> blocks(@Nullable Object items) {
        return items instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(item -> PlainData.plain((Map<?, ?>) item)).toList()
                : List.of();
    }

    static String money(@Nullable Object money) {
        return money instanceof Map<?, ?> map ? map.get("amount") + " " + map.get("currency") : "unknown";
    }

    private static String span(Map<String, Object> row, String name) {
        return row.get(name) instanceof Number seconds ? Figures.span(Duration.ofSeconds(seconds.longValue())) : "";
    }
}
