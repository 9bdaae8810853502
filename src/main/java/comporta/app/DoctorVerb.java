package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.app.Paint.Colour;
import comporta.dag.PlainData;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta doctor}. */
final class DoctorVerb extends Action {
    static final String HELP = """
            Usage: comporta doctor [OPTIONS]

            Reads the configuration and tries every part that it names: Java, the home folder and its disk, the key, the database and its
            clock, the dags folder, the port, backends, and who is notified. Changes nothing and sends nothing.

            Options
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one array of {part, state, what, fix}, state: ok, warning or failed
              --color auto|always|never

            Exit codes: 0 nothing failed, 1 something did, 2 the configuration cannot be used.
            """;
    private static final int PART = 9;

    @Parameter(names = "--config")
    private @Nullable String config;

    private final InstantSource clock;

    DoctorVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal) {
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        var findings = new Doctor(configuration, terminal.environment(), clock).examined();
        if (json()) {
            terminal.out().println(PlainData.toJson(findings.stream().map(Finding::toData).toList()));
        } else {
            tell(terminal, findings);
        }
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAILED) ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private void tell(Terminal terminal, List<Finding> findings) {
        var paint = paint(terminal);
        for (var finding : findings) {
            var colour = switch (finding.state()) {
                case OK -> Colour.GREEN;
                case WARNING -> Colour.YELLOW;
                case FAILED -> Colour.RED;
            };
            terminal.out().println(new Line().add(colour, finding.state().word()).to(PART).add(finding.part() + ": " + finding.what())
                    .render(Integer.MAX_VALUE, paint));
            if (!finding.fix().isEmpty()) {
                terminal.out().println(" ".repeat(PART) + finding.fix());
            }
        }
    }
}
