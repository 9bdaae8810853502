package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.RoleChange;
import comporta.cluster.Roles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta iam apply}. */
final class IamApplyVerb extends PlanAction {
    static final String HELP = """
            Usage: comporta iam apply [FOLDER] [OPTIONS]

            Makes the roles at AWS what the files of a folder say; default iam in $COMPORTA_HOME. Only what differs is touched.
            """ + IamFolder.HELP + PlanAction.OPTIONS + """
              --output text|json          json: one object {plan, changes, summary}
              --color auto|always|never

            Examples
              comporta iam apply iam --stack cantareira-stable
              comporta iam apply --dry-run

            Exit codes: 0 done or shown, 1 a step failed, 2 wrong usage or files.
            """;

    @Parameter
    private List<String> folders = new ArrayList<>();

    @Parameter(names = "--stack")
    private String stack = "";

    @Parameter(names = "--config")
    private @Nullable String configuration;

    IamApplyVerb(Assent assent) {
        super(assent);
    }

    @Override
    int run(Terminal terminal) {
        return IamFolder.with(terminal, folders, stack, configuration, (changes, roles) -> applied(terminal, changes, roles));
    }

    private int applied(Terminal terminal, List<RoleChange> changes, Roles roles) {
        var lines = IamFolder.lines(changes);
        handOn(terminal, changes.size(), lines);
        if (agreed(terminal, "roles", changes.size(), lines)) {
            for (var change : changes) {
                terminal.err().println(change.text().getFirst());
                roles.carryOut(change);
            }
        }
        return ExitCode.DONE;
    }
}
