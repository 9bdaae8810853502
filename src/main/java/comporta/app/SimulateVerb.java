package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.simulate.Rehearsal;
import comporta.timetable.Note;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code comporta simulate}. */
final class SimulateVerb extends Action {
    static final String HELP = """
            Usage: comporta simulate DAG|FILE [OPTIONS]

            Simulates a DAG night after night on the virtual clock and tells how often its deadlines are met: the same engine, with
            stand-ins for all that tasks do. Tasks last as long as they used to, or as expected_duration says, and longer or shorter as
            nights have it: all of a night are slow together, more on some weekdays and on bad nights; some straggle, some fail.
            DAG is looked up in the dags folder of the configuration.

            Options
              --nights N                  how many, at the ticks of the schedule from 2030 on, else at each midnight; default 30
              --seed S                    other nights of the same kind; the same seed prints the same bytes; default 1
              --set TASK=DURATION         as if the task usually took so long, such as scale-ec2-itaipu=20m
              --set 'TASK*FACTOR'         as if it took so many times what it does; either may be repeated. The same nights are then
                                          simulated as they are, too, and told beside it
              --pools STARTS              when machines start: eager, as soon as their set-up may; jit, so that they are there when their
                                          first consumer is, and given back as soon as what is left cannot use them. In place of what
                                          the file says; eager,jit compares both on the same nights
              --event-log FILE            all events, one JSON object a line, as run --output json prints them
              --replay FILE               in place of nights: the last run that FILE tells of, as run --output json and --event-log print
                                          it, once more with the durations of then, and how far each start and end strays from that
              --parallel N                with --replay: how many processes of this machine there could be at once, as run --parallel had
                                          it; default as many as are ready
              --var NAME=VALUE            a variable; may be repeated
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: {nights, seed, hits, p50_end, p90_end, cost, peak_nodes, idle_machine_s,
                                          event_log_sha256}. hits: nights that met all deadlines, null without any; p50_end, p90_end: as
                                          if it were the first night; peak_nodes: of any night; idle_machine_s: of all nights; cost:
                                          {amount, currency, example} of all machines by nodes.prices, null where a price is
                                          missing; with --set also today: the same of nights as they are; with
                                          --pools also pools: the same by start
              --color auto|always|never

            Examples
              comporta simulate dags/nightly.yaml --nights 200
              comporta simulate nightly --seed 7 --event-log /tmp/nights.jsonl
              comporta simulate nightly --nights 200 --seed 7 --set scale-ec2-itaipu=20m --set 'itaipu*1.3'
              comporta simulate dags/nightly.yaml --nights 200 --pools eager,jit
              comporta simulate dags/nightly.yaml --output json | jq .hits
              comporta run first.yaml --parallel 2 --output json >events; comporta simulate first.yaml --parallel 2 --replay events

            Exit codes: 0 simulated, 1 a replay strays by more than a second, 2 wrong usage, file or configuration.
            """;
    private static final int MOST = 100_000;
    private static final Set<String> STARTS = Set.of("eager", "jit");
    private static final LocalDate FROM = LocalDate.of(2030, 1, 1);

    @Parameter
    private List<String> files = new ArrayList<>();

    @Parameter(names = "--nights")
    private String nights = "30";

    @Parameter(names = "--seed")
    private String seed = "1";

    @Parameter(names = "--event-log")
    private @Nullable String eventLog;

    @Parameter(names = "--var", splitter = NoSplit.class)
    private List<String> variables = new ArrayList<>();

    @Parameter(names = "--set", splitter = NoSplit.class)
    private List<String> set = new ArrayList<>();

    @Parameter(names = "--pools")
    private @Nullable String pools;

    @Parameter(names = "--replay")
    private @Nullable String replay;

    @Parameter(names = "--parallel")
    private @Nullable String parallel;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    @Override
    int run(Terminal terminal) {
        if (files.size() != 1) {
            throw new UsageException(files.isEmpty()
                    ? "which DAG? Write e.g. comporta simulate dags/nightly.yaml."
                    : "one DAG at a time, and these are " + files.size() + ".");
        }
        int most = nights.matches("[0-9]{1,6}") ? Integer.parseInt(nights) : 0;
        if (most < 1 || most > MOST) {
            throw new UsageException("--nights is \"" + nights + "\", and must be a number from 1 to " + MOST + ".");
        }
        if (!seed.matches("-?[0-9]{1,18}")) {
            throw new UsageException("--seed is \"" + seed + "\", and must be a whole number.");
        }
        if (parallel != null && replay == null) {
            throw new UsageException("--parallel goes with --replay: simulated nights have as many processes as are ready.");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        var source = DagSources.named(files.getFirst(), settings);
        var reading = source.read(Checking.LENIENT);
        reading.problems().forEach(terminal.err()::println);
        var dag = reading.dag();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var missing = NotInEffect.simulated(dag).refused();
        if (!missing.isEmpty()) {
            throw new UsageException("this version cannot simulate " + source.shown() + ", since it does not have: "
                    + String.join(", ", missing) + ".");
        }
        var number = Long.parseLong(seed);
        var values = LocalValues.load(source.file(), settings, terminal.environment(), RunOptions.pairs("--var", variables));
        var order = new RunOrder(
                request(source.file(), number), dag, source.file(), reading.source(), settings, values,
                new LocalVault(values, new Home(settings.home()).key()));
        if (replay != null) {
            var rehearsal = Rehearsal.of(dag, order.surroundings(), Map.of());
            return Replay.tell(Replay.of(order, rehearsal, RecordedRun.of(recorded(Path.of(replay))), parallel()), terminal, json())
                    ? ExitCode.DONE
                    : ExitCode.NOT_SUCCESSFUL;
        }
        tell(simulated(order, number, most, Supposed.of(set, dag), terminal), terminal);
        return ExitCode.DONE;
    }

    private @Nullable Integer parallel() {
        if (parallel == null) {
            return null;
        }
        if (!parallel.matches("[1-9][0-9]{0,3}")) {
            throw new UsageException("--parallel is \"" + parallel + "\", and must be a number from 1 to 9999.");
        }
        return Integer.valueOf(parallel);
    }

    private static List<String> recorded(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith("{")).toList();
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
    }

    private NightsReport simulated(RunOrder order, long number, int most, Supposed supposed, Terminal terminal) {
        var known = new HandedOn(new OutputHistory(new Home(order.configuration().home()).outputs()).last(order.dag()),
                Map.of(), order.dag());
        var rehearsal = Rehearsal.of(order.dag(), order.surroundings(), known.outputs());
        known.notes().forEach(note -> terminal.err().println("comporta: " + note));
        FastRun.inventedParams(order)
                .forEach((name, value) -> terminal.err().println("comporta: made up: params." + name + " is " + value));
        rehearsal.invented().forEach(what -> terminal.err().println("comporta: " + what));
        var ticks = ticks(order.dag(), order, most);
        try (var log = new EventLog(eventLog == null ? null : Path.of(eventLog));
                var unread = new EventLog(null)) {
            var starts = starts();
            var nights = starts.size() == 1 ? rehearsal.starting(starts.getFirst()) : rehearsal;
            var report = SimulatedNights.of(order, number, nights, supposed, ticks, log);
            var told = supposed.isNothing()
                    ? report
                    : report.against(SimulatedNights.of(order, number, rehearsal, Supposed.NOTHING, ticks, unread));
            return starts.isEmpty() ? told : told.comparing(byStart(order, number, rehearsal, supposed, ticks, unread));
        }
    }

    private List<String> starts() {
        if (pools == null) {
            return List.of();
        }
        var words = List.of(pools.split(",", -1));
        words.stream().filter(word -> !STARTS.contains(word)).findFirst().ifPresent(word -> {
            throw new UsageException("--pools: machines start eager or jit, not \"" + word + "\". Write e.g. --pools eager,jit.");
        });
        return words;
    }

    private Map<String, NightsReport> byStart(
            RunOrder order, long number, Rehearsal rehearsal, Supposed supposed, List<Tick> ticks, EventLog unread) {
        var reports = new LinkedHashMap<String, NightsReport>();
        starts().forEach(start ->
                reports.put(start, SimulatedNights.of(order, number, rehearsal.starting(start), supposed, ticks, unread)));
        return reports;
    }

    static RunRequest request(Path file, long number) {
        return new RunRequest(
                file, null, Map.of(), null, null, null, null, Map.of(), false, false, false, null,
                new RunRequest.Fast(number, Map.of()), null);
    }

    private void tell(NightsReport report, Terminal terminal) {
        if (json()) {
            terminal.out().println(report.json());
        } else {
            report.lines().forEach(terminal.out()::println);
        }
    }

    /** Those of the schedule; midnights, where it has none by itself. */
    static List<Tick> ticks(Dag dag, RunOrder order, int most) {
        var timetable = Timetable.of(dag.id(), dag.schedule(), order.configuration().timezone(), Calendars.of(dag, order.file()));
        var zone = timetable.zone();
        var ticks = timetable.after(midnight(0, zone).minus(Duration.ofSeconds(1))).filter(tick -> !tick.isSkipped()).limit(most).toList();
        return ticks.isEmpty()
                ? IntStream.range(0, most).mapToObj(night -> new Tick(
                        midnight(night, zone), midnight(night, zone), midnight(night - 1, zone), midnight(night, zone), null,
                        new Note.None())).toList()
                : ticks;
    }

    private static Instant midnight(int night, ZoneId zone) {
        return FROM.plusDays(night).atStartOfDay(zone).toInstant();
    }
}
