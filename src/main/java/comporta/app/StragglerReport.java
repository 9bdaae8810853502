package comporta.app;

import comporta.dag.PlainData;
import comporta.forecast.StragglerNights;
import comporta.forecast.StragglerNights.Remedy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done about tasks that straggle, compared on the same generated nights. */
final class StragglerReport {
    private static final Map<String, Remedy> REMEDIES = remedies();

    private StragglerReport() {}

    private static Map<String, Remedy> remedies() {
        Map<String, Remedy> remedies = new LinkedHashMap<>();
        remedies.put("wait", new Remedy.None());
        remedies.put("timeout at 1.5 x usual", new Remedy.Timeout(1.5));
        remedies.put("timeout at 2 x usual", new Remedy.Timeout(2));
        remedies.put("timeout at 3 x usual", new Remedy.Timeout(3));
        remedies.put("second start", new Remedy.SecondStart());
        return remedies;
    }

    /** Rows of what to do, nights, missed deadlines, processor time over that of waiting, and starts beyond the first. */
    static List<Map<String, Object>> of(int nights, long seed) {
        var outcomes = StragglerNights.run(List.copyOf(REMEDIES.values()), nights, seed);
        var rows = new ArrayList<Map<String, Object>>();
        int at = 0;
        for (var name : REMEDIES.keySet()) {
            var outcome = outcomes.get(at++);
            var row = new LinkedHashMap<String, Object>();
            row.put("remedy", name);
            row.put("nights", outcome.nights());
            row.put("missed", outcome.misses());
            row.put("cpu_over_waiting",
                    BigDecimal.valueOf(outcome.seconds() / outcomes.getFirst().seconds()).setScale(4, RoundingMode.HALF_UP));
            row.put("started_again", outcome.again());
            rows.add(row);
        }
        return rows;
    }

    static void tell(Terminal terminal, List<Map<String, Object>> rows, boolean json, Paint paint) {
        if (json) {
            terminal.out().println(PlainData.toJson(rows));
            return;
        }
        var table = new ArrayList<List<String>>();
        table.add(List.of("remedy", "nights", "missed", "CPU over waiting", "started again"));
        rows.forEach(row -> table.add(row.values().stream().map(String::valueOf).toList()));
        TextTable.lines(table).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint)));
    }
}
