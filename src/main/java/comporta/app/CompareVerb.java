package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.elasticity.ClassicConstants;
import comporta.elasticity.ClassicLaw;
import comporta.elasticity.Comparison;
import comporta.elasticity.LaunchNights;
import comporta.elasticity.ModelLaw;
import comporta.elasticity.Scenario;
import comporta.elasticity.SimulatedNight;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta elasticity compare}. */
final class CompareVerb extends Action {
    static final String HELP = """
            Usage: comporta elasticity compare [OPTIONS]

            Lets every law that gives jobs CPU run the same simulated iterative jobs, and tells how often each kept the deadline and what
            that took, over the least constant share that would have been enough. The integral of the squared share punishes peaks, which
            hurt neighbours; CPU-seconds alone are the same for every law when a job speeds up in step with its CPUs.

            Options
              --jobs N                    of each scenario; default 400
              --seed S                    other jobs of the same kind; default 20261120
              --scenario NAME             only calm, noisy, stragglers, wrong-declared or sublinear
              --law NAME                  only constant-1, constant-max, classic-1, classic-2, pi or model
              --nights N                  in place of that: nights of 6 to 14 sublinear jobs on a pool of 60 % of the sum of their largest
                                          shares, the classic law against the model law with the allocator
              --mixed N                   the same nights with Spark drivers among the jobs, some with executors on the pool, some on
                                          machines of their own; jobs wait for drivers and drivers for jobs, with one deadline
              --launches N                in place of that: 40 Spark drivers on machines of their own for N nights each: as many machines as
                                          they may have, as a careful author writes, and as is decided before each launch
              --stragglers N              in place of that: N nights of each of three DAGs on which one task in twenty takes two to four times
                                          as long, a fixed timeout against a second start beside the first when a deadline is in danger
              --output text|json          json: [{scenario, law, hit_rate, cpu2_over_oracle_p50, cpu_over_oracle_p50, reversals_mean}]
              --color auto|always|never

            Examples
              comporta elasticity compare
              comporta elasticity compare --law model --seed 7
              comporta elasticity compare --scenario stragglers --jobs 2000 --output json

            Exit codes: 0 compared, 2 wrong usage.
            """;
    private static final int MOST = 100_000;
    private static final double POOL = 0.6;
    private static final int DRIVERS = 40;

    @Parameter(names = "--jobs")
    private String jobs = "400";

    @Parameter(names = "--seed")
    private String seed = "20261120";

    @Parameter(names = "--scenario")
    private @Nullable String scenario;

    @Parameter(names = "--law")
    private @Nullable String law;

    @Parameter(names = "--nights")
    private @Nullable Integer nights;

    @Parameter(names = "--mixed")
    private @Nullable Integer mixed;

    @Parameter(names = "--launches")
    private @Nullable Integer launches;

    @Parameter(names = "--stragglers")
    private @Nullable Integer stragglers;

    @Override
    int run(Terminal terminal) {
        int number = jobs.matches("[0-9]{1,6}") ? Integer.parseInt(jobs) : 0;
        if (number < 1 || number > MOST) {
            throw new UsageException("--jobs is \"" + jobs + "\", and must be a number from 1 to " + MOST + ".");
        }
        if (!seed.matches("-?[0-9]{1,12}")) {
            throw new UsageException("--seed is \"" + seed + "\", and must be a whole number of at most 12 digits.");
        }
        var laws = Comparison.laws();
        var scenarios = Arrays.stream(Scenario.values()).map(Scenario::word).toList();
        if (scenario != null) {
            oneOf("--scenario", scenario, scenarios);
        }
        if (law != null) {
            oneOf("--law", law, List.copyOf(laws.keySet()));
        }
        if (nights != null) {
            return nights(terminal, "--nights", SimulatedNight.Kind.ITERATIVE, nights, Long.parseLong(seed));
        }
        if (mixed != null) {
            return nights(terminal, "--mixed", SimulatedNight.Kind.MIXED, mixed, Long.parseLong(seed));
        }
        if (launches != null) {
            return launches(terminal, launches, Long.parseLong(seed));
        }
        if (stragglers != null) {
            if (stragglers < 1 || stragglers > MOST) {
                throw new UsageException("--stragglers is " + stragglers + ", and must be from 1 to " + MOST + ".");
            }
            StragglerReport.tell(terminal, StragglerReport.of(stragglers, Long.parseLong(seed)), json(), paint(terminal));
            return ExitCode.DONE;
        }
        var found = new ArrayList<Comparison>();
        for (var each : Scenario.values()) {
            laws.forEach((name, how) -> {
                if ((scenario == null || scenario.equals(each.word())) && (law == null || law.equals(name))) {
                    found.add(Comparison.of(each, name, how, number, Long.parseLong(seed)));
                }
            });
        }
        tell(terminal, found);
        return ExitCode.DONE;
    }

    private int nights(Terminal terminal, String option, SimulatedNight.Kind kind, int number, long from) {
        if (number < 1 || number > MOST) {
            throw new UsageException(option + " is " + number + ", and must be from 1 to " + MOST + ".");
        }
        var classic = SimulatedNight.run(kind, new ClassicLaw(ClassicConstants.PROGRAMS), false, number, from, POOL);
        var model = SimulatedNight.run(kind, new ModelLaw(ModelLaw.HIT), true, number, from, POOL);
        if (json()) {
            terminal.out().println(PlainData.toJson(List.of(data("classic-2", classic), data("model, allocated", model))));
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("law", "deadlines", "missed", "CPU-seconds", "changes", "outside its range"));
        for (var each : List.of(data("classic-2", classic), data("model, allocated", model))) {
            rows.add(each.values().stream().map(String::valueOf).toList());
        }
        TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
        return ExitCode.DONE;
    }

    private int launches(Terminal terminal, int number, long from) {
        if (number < 1 || number > MOST) {
            throw new UsageException("--launches is " + number + ", and must be from 1 to " + MOST + ".");
        }
        var found = new ArrayList<Map<String, Object>>();
        for (var way : LaunchNights.Way.values()) {
            var outcome = LaunchNights.run(way, DRIVERS, number, from);
            var row = new LinkedHashMap<String, Object>();
            row.put("machines", way.words());
            row.put("runs", outcome.runs());
            row.put("missed", outcome.misses());
            row.put("core_h", Math.round(outcome.cpu() / 3600));
            row.put("outside", outcome.isOutside());
            found.add(row);
        }
        if (json()) {
            terminal.out().println(PlainData.toJson(found));
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("machines", "runs", "missed", "core-hours", "outside its range"));
        found.forEach(each -> rows.add(each.values().stream().map(String::valueOf).toList()));
        TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
        return ExitCode.DONE;
    }

    private static Map<String, Object> data(String law, SimulatedNight.Outcome outcome) {
        var data = new LinkedHashMap<String, Object>();
        data.put("law", law);
        data.put("deadlines", outcome.deadlines());
        data.put("missed", outcome.misses());
        data.put("cpu_s", Math.round(outcome.cpu()));
        data.put("changes", outcome.changes());
        data.put("outside", outcome.isOutside());
        return data;
    }

    private void tell(Terminal terminal, List<Comparison> found) {
        if (json()) {
            terminal.out().println(PlainData.toJson(found.stream().map(CompareVerb::data).toList()));
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("scenario", "law", "kept", "cpu² over least", "cpu over least", "reversals", "window unused", "late p95"));
        found.forEach(each -> rows.add(List.of(
                each.scenario().word(), each.law(), format("%.1f %%", 100 * each.hitRate()), format("%.2f", each.cpu2OverOracle()),
                format("%.2f", each.cpuOverOracle()), format("%.1f", each.reversals()), format("%.0f %%", 100 * each.unused()),
                format("%.0f s", each.lateness()))));
        TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }

    private static Map<String, Object> data(Comparison each) {
        var data = new LinkedHashMap<String, Object>();
        data.put("scenario", each.scenario().word());
        data.put("law", each.law());
        data.put("hit_rate", rounded(each.hitRate()));
        data.put("cpu2_over_oracle_p50", rounded(each.cpu2OverOracle()));
        data.put("cpu_over_oracle_p50", rounded(each.cpuOverOracle()));
        data.put("reversals_mean", rounded(each.reversals()));
        return data;
    }

    private static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).setScale(4, RoundingMode.HALF_UP);
    }
}
