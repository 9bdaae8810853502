package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verb that says all of what is to become of a run: {@code runs pause}, {@code runs resume}. */
class RunDeedVerb extends ServerAction {
    static final String PAUSE = help("pause", """
            Starts nothing more of a run until it is resumed. What runs goes on.
            """, "");
    static final String RESUME = help("resume", """
            Goes on with a paused run.
            """, "");

    static String help(String verb, String about, String options) {
        return """
            Usage: comporta runs %1$s RUN [OPTIONS]

            %2$s
            Options
            %3$s%4$s
            Examples
              comporta runs %1$s nightly/latest --reason "wrong prices"

            Exit codes: 0 done, 1 it cannot be done any more, 2 wrong usage or no such run, 3 no server, or it refuses.
            """.formatted(verb, about, options, RunWords.COMMON);
    }

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final String verb;

    /** @param verb word of the command line, and of the API */
    RunDeedVerb(String verb) {
        this.verb = verb;
    }

    /** What else the server is told. */
    Map<String, Object> more() {
        return Map.of();
    }

    @Override
    final int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta runs " + verb + " nightly/latest."));
        var body = new LinkedHashMap<String, Object>();
        body.put("reason", reason);
        body.putAll(more());
        return RunWords.deed(terminal, remote, json(), path + "/" + verb, dryRun, body);
    }
}
