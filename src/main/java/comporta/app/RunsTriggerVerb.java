package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code comporta runs trigger}. */
final class RunsTriggerVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs trigger DAG [OPTIONS]

            Begins a run now, and prints its name. It is on record when that is printed.

            Options
              -p, --param NAME=VALUE      a parameter; lists and objects as JSON; may be repeated
              --date DATE                 logical date: 2026-11-21, 2026-11-21T04:00 (the DAG's zone) or with an offset; default now
              --key KEY                   the same key is the same run, for ever: a repeated call begins nothing
              --note TEXT                 why, for those who look at it later
              --wait                      follow it to its end; Ctrl-C leaves it running
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: the run; with --wait one object a line, as comporta run prints them
              --color auto|always|never

            Examples
              comporta runs trigger nightly
              comporta runs trigger nightly -p filter=families --date 2026-11-20 --note "prices were late"
              comporta runs trigger nightly --key "prices-$(date +%F)" --wait && echo ready

            Exit codes: 0 begun, with --wait: it succeeded; 1 with --wait: it ended otherwise; 2 no such DAG, or the parameters do not fit;
            3 no server, or it refuses.
            """;

    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = {"-p", "--param"}, splitter = NoSplit.class)
    private List<String> params = new ArrayList<>();

    @Parameter(names = "--date")
    private @Nullable String date;

    @Parameter(names = "--key")
    private @Nullable String key;

    @Parameter(names = "--note")
    private String note = "";

    @Parameter(names = "--wait")
    private boolean wait;

    @Override
    int run(Terminal terminal, Remote remote) {
        var dag = only(dags, "which DAG? Write e.g. comporta runs trigger nightly.");
        var body = new LinkedHashMap<String, Object>();
        body.put("params", ParamWords.ofDag(remote, dag, params));
        if (date != null) {
            body.put("logical_date", date);
        }
        if (!note.isEmpty()) {
            body.put("note", note);
        }
        var answer = remote.send(
                "POST", "/dags/" + Remote.encode(dag) + "/runs", Map.of(), body, key == null ? UUID.randomUUID().toString() : key);
        var run = answer.object();
        if (answer.status() == 200) {
            terminal.err().println("comporta: the run of this key was begun before.");
        }
        if (wait) {
            return new RunWatch(remote, RunAddress.path(dag, text(run, "run_id")), json()).follow(terminal, paint(terminal));
        }
        terminal.out().println(json() ? PlainData.toJson(run) : dag + "/" + text(run, "run_id"));
        return ExitCode.DONE;
    }
}
