package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Dag;
import comporta.dag.LocalInstant;
import comporta.dag.Misspelt;
import comporta.dag.Schedule.Trigger;
import comporta.dagfile.Checking;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags next}. */
final class NextVerb extends Action {
    static final String HELP = """
            Usage: comporta dags next DAG|FILE [OPTIONS]

            Tells when a DAG runs next: each tick of its schedule with the data that its run is about, and why a tick is unlike the others:
              gap         that wall time is missing in a spring night
              fold        that wall time comes twice in an autumn night
              shifted     the calendar moved the tick from another day
              skipped: …  the tick makes no run
            DAG is looked up in the dags folder of the configuration. Calendars come from _calendars beside the file or above it.

            Options
              -n, --count N               how many ticks; default 10
              --from INSTANT              those strictly after it: 2026-11-21, 2026-11-21T04:00 (the DAG's zone) or with an offset;
                                          default now
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one array of {tick, local, logical_date, interval_start, interval_end, note}
              --color auto|always|never

            Examples
              comporta dags next dags/nightly.yaml
              comporta dags next nightly -n 3
              comporta dags next dags/nightly.yaml --from 2026-03-07 -n 3       (around a change of the clocks)
              comporta dags next dags/nightly.yaml --output json | jq -r '.[0].tick'

            Exit codes: 0 told, 2 the file has errors, or there is no such DAG.
            """;
    private static final int MOST = 100_000;

    @Parameter
    private List<String> files = new ArrayList<>();

    @Parameter(names = {"-n", "--count"})
    private String count = "10";

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    private final InstantSource clock;

    NextVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal) {
        if (files.size() != 1) {
            throw new UsageException(files.isEmpty()
                    ? "which DAG? Write e.g. comporta dags next dags/nightly.yaml."
                    : "one DAG at a time, and these are " + files.size() + ".");
        }
        int most = count.matches("[0-9]{1,6}") ? Integer.parseInt(count) : 0;
        if (most < 1 || most > MOST) {
            throw new UsageException("-n is \"" + count + "\", and must be a number from 1 to " + MOST + ".");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        var source = DagSources.named(files.getFirst(), settings);
        var reading = source.read(Checking.LENIENT);
        reading.problems().forEach(terminal.err()::println);
        var dag = reading.dag();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var timetable = Timetable.of(dag.id(), dag.schedule(), settings.timezone(), Calendars.of(dag, source.file()));
        var ticks = timetable.after(after(timetable)).limit(most).toList();
        tell(dag, timetable, ticks, terminal);
        return ExitCode.DONE;
    }

    private Instant after(Timetable timetable) {
        if (from == null) {
            return clock.instant();
        }
        try {
            return LocalInstant.parse(from).in(timetable.zone());
        } catch (Misspelt e) {
            throw new UsageException("--from: " + e.getMessage() + ".");
        }
    }

    private void tell(Dag dag, Timetable timetable, List<Tick> ticks, Terminal terminal) {
        if (json()) {
            terminal.out().println(TickWords.json(ticks, timetable.zone()));
        } else if (!ticks.isEmpty()) {
            TickWords.lines(ticks, timetable.zone())
                    .forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
        }
        if (ticks.isEmpty()) {
            terminal.err().println("DAG " + dag.id() + " has no tick after that: it runs " + ScheduleWords.of(dag.schedule())
                    + (dag.schedule().trigger() instanceof Trigger.Once ? ", as soon as it is known." : "."));
        }
    }
}
