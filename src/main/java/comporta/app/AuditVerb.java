package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.timetable.Rival;
import comporta.timetable.ZoneAudit;
import comporta.timetable.ZoneAudit.Findings;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/** {@code comporta calendars audit}. */
final class AuditVerb extends Action {
    static final String HELP = """
            Usage: comporta calendars audit [OPTIONS]

            Holds the timetable against a look at the clock on the wall in every minute of every day on which the clocks of a zone change,
            and of the days beside it: a cron line for each minute of the day, one for each minute of the hour, and some of several times.
            Tells how many ticks were lost or doubled, and what Quartz's own cron would have lost and doubled of the same. A wall time that
            a spring night lacks is due at the end of the gap, one that an autumn night has twice is due once; a line that counts every
            hour is due in both; a date that a zone skips whole, such as 2011-12-30 in Samoa, has no tick.

            Options
              --from YEAR                 first year; default 1970
              --to YEAR                   last year; default 2037
              --zones NAMES               only these, with commas between them; default all
              --output text|json          json: {zones, checked, lost, doubled, quartz_lost, quartz_doubled}
              --color auto|always|never

            Examples
              comporta calendars audit
              comporta calendars audit --zones America/Sao_Paulo,Pacific/Apia --output json
              comporta calendars audit --from 2026 --to 2030

            Exit codes: 0 nothing lost and nothing doubled, 1 something was, 2 wrong usage.
            """;
    private static final int EARLIEST = 1970;
    private static final int LATEST = 2500;

    @Parameter(names = "--from")
    private String from = "1970";

    @Parameter(names = "--to")
    private String to = "2037";

    @Parameter(names = "--zones", splitter = NoSplit.class)
    private List<String> zones = new ArrayList<>();

    private final Rival quartz;

    AuditVerb() {
        this(new QuartzCron());
    }

    AuditVerb(Rival quartz) {
        this.quartz = quartz;
    }

    @Override
    int run(Terminal terminal) {
        int first = year("--from", from);
        int last = year("--to", to);
        if (last < first) {
            throw new UsageException("--to " + to + " is before --from " + from + ".");
        }
        // Many names stand for the same clock: it is walked once, and counts for each of them.
        var byRules = new LinkedHashMap<ZoneRules, List<ZoneId>>();
        var all = zones();
        all.forEach(zone -> byRules.computeIfAbsent(zone.getRules(), _ -> new ArrayList<>()).add(zone));
        var findings = Findings.NONE;
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().factory())) {
            var done = new ExecutorCompletionService<Findings>(threads);
            byRules.values().forEach(same -> done.submit(() -> times(same.size(), ZoneAudit.of(same.getFirst(), first, last, quartz))));
            for (int n = 0; n < byRules.size(); n++) {
                progress(terminal, n, byRules.size());
                findings = findings.plus(done.take().get());
            }
            progress(terminal, byRules.size(), byRules.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
        tell(all.size(), first, last, findings, terminal);
        return findings.lost() + findings.doubled() == 0 ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    private static Findings times(int times, Findings once) {
        var all = once;
        for (int n = 1; n < times; n++) {
            all = all.plus(once);
        }
        return all;
    }

    private static int year(String option, String written) {
        int year = written.matches("[0-9]{4}") ? Integer.parseInt(written) : 0;
        if (year < EARLIEST || year > LATEST) {
            throw new UsageException(option + " is \"" + written + "\", and must be a year from " + EARLIEST + " to " + LATEST + ".");
        }
        return year;
    }

    private List<ZoneId> zones() {
        var known = new TreeSet<>(ZoneId.getAvailableZoneIds());
        var asked = zones.stream().flatMap(names -> Arrays.stream(names.split(",", -1))).map(String::strip).toList();
        if (asked.isEmpty() || asked.equals(List.of("all"))) {
            return known.stream().map(ZoneId::of).toList();
        }
        for (var name : asked) {
            if (!known.contains(name)) {
                throw new UsageException("there is no time zone \"" + name + "\". "
                        + Suggestion.didYouMean(name, known, "Write e.g. --zones America/New_York,Europe/Lisbon."));
            }
        }
        return asked.stream().distinct().map(ZoneId::of).toList();
    }

    private static void progress(Terminal terminal, int done, int all) {
        if (terminal.errIsTerminal()) {
            terminal.err().print(done == all ? "\r\u001b[K" : "\rclocks " + Figures.count(done) + " of " + Figures.count(all) + " …");
            terminal.err().flush();
        }
    }

    private void tell(int zones, int first, int last, Findings findings, Terminal terminal) {
        findings.examples().forEach(terminal.err()::println);
        if (json()) {
            var data = new LinkedHashMap<String, Object>();
            data.put("zones", zones);
            data.put("checked", findings.checked());
            data.put("lost", findings.lost());
            data.put("doubled", findings.doubled());
            data.put("quartz_lost", findings.rivalLost());
            data.put("quartz_doubled", findings.rivalDoubled());
            terminal.out().println(PlainData.toJson(data));
            return;
        }
        terminal.out()
                .println(Figures.count(zones, "zone") + ", " + first + " to " + last + ": " + Figures.count(findings.checked(), "tick")
                + " checked, " + Figures.count(findings.lost()) + " lost, " + Figures.count(findings.doubled()) + " doubled");
        terminal.out().println("Quartz's cron would have lost " + Figures.count(findings.rivalLost()) + " of them, and doubled "
                + Figures.count(findings.rivalDoubled()));
    }
}
