package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A verb that says all of what is to become of DAGs: {@code dags pause}, {@code dags resume}. */
final class DagDeedVerb extends ServerAction {
    static final String PAUSE = help("pause", """
            Lets DAGs make no runs by themselves until they are resumed; their ticks pass unserved. Runs that there are go on, and
            runs can be triggered.
            """, "prices are late");
    static final String RESUME = help("resume", """
            Lets paused DAGs run at their ticks again. Of the ticks that passed, their catchup says which are made up for.
            """, "prices are there");

    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final String verb;

    /** @param verb word of the command line, and of the API */
    DagDeedVerb(String verb) {
        this.verb = verb;
    }

    private static String help(String verb, String about, String reason) {
        return """
            Usage: comporta dags %1$s DAG... [OPTIONS]

            %2$s
            Options
            %3$s
            Examples
              comporta dags %1$s nightly --reason "%4$s"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or no such DAG, 3 no server, or it refuses.
            """.formatted(verb, about, RunWords.COMMON, reason);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        if (dags.isEmpty()) {
            throw new UsageException("which DAG? Write e.g. comporta dags " + verb + " nightly.");
        }
        for (var dag : dags) {
            RunWords.deed(terminal, remote, json(), "/dags/" + Remote.encode(dag) + "/" + verb, dryRun,
                    PlainData.ordered(Map.of("reason", reason)));
        }
        return ExitCode.DONE;
    }
}
