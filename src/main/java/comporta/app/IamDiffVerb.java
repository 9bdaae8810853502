package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta iam diff}. */
final class IamDiffVerb extends Action {
    static final String HELP = """
            Usage: comporta iam diff [FOLDER] [OPTIONS]

            Tells by what the roles at AWS differ from the files of a folder; default iam in $COMPORTA_HOME. Changes nothing.
            """ + IamFolder.HELP + """
              --output text|json          json: one object {plan, changes, summary}
              --color auto|always|never

            Examples
              comporta iam diff
              comporta iam diff iam --stack cantareira-stable

            Exit codes: 0 they are alike, 1 they differ or AWS cannot be asked, 2 wrong usage or files.
            """;

    @Parameter
    private List<String> folders = new ArrayList<>();

    @Parameter(names = "--stack")
    private String stack = "";

    @Parameter(names = "--config")
    private @Nullable String configuration;

    @Override
    int run(Terminal terminal) {
        return IamFolder.with(terminal, folders, stack, configuration, (changes, _) -> {
            PlanAction.show(terminal, json(), "roles", changes.size(), IamFolder.lines(changes));
            return changes.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        });
    }
}
