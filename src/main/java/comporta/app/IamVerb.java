package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.cluster.Clouds;
import comporta.cluster.Role;
import comporta.cluster.RoleChange;
import comporta.cluster.Roles;
import comporta.cluster.WorkStopped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta iam diff} and {@code apply}. */
final class IamVerb extends PlanAction {
    private static final String BOTH = """

            A folder holds one JSON file a role: {role, trust, policies, managed, instance_profile}, of which only policies is usual; the role
            is named as its file, and may be taken by EC2 machines. {stack} in a file stands for --stack. What a role has beyond its file is
            taken away, first; roles without a file are left alone.

            Options
              --stack STACK               what {stack} stands for; default none
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml, whose nodes.endpoint names a stand-in of AWS
            """;
    private static final String OUTPUT = """
              --output text|json          json: one object {plan, changes, summary}
              --color auto|always|never
            """;
    static final String DIFF = """
            Usage: comporta iam diff [FOLDER] [OPTIONS]

            Tells by what the roles at AWS differ from the files of a folder; default iam in $COMPORTA_HOME. Changes nothing.
            """ + BOTH + OUTPUT + """

            Examples
              comporta iam diff
              comporta iam diff iam --stack cantareira-stable

            Exit codes: 0 they are alike, 1 they differ or AWS cannot be asked, 2 wrong usage or files.
            """;
    static final String APPLY = """
            Usage: comporta iam apply [FOLDER] [OPTIONS]

            Makes the roles at AWS what the files of a folder say; default iam in $COMPORTA_HOME. Only what differs is touched.
            """ + BOTH + PlanAction.OPTIONS + OUTPUT + """

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

    private final boolean applies;

    IamVerb(boolean applies, Assent assent) {
        super(assent);
        this.applies = applies;
    }

    @Override
    int run(Terminal terminal) {
        if (folders.size() > 1) {
            throw new UsageException("one folder at a time, and these are " + folders.size() + ".");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        try (var roles = Clouds.roles(settings.find("nodes.endpoint") instanceof String endpoint ? endpoint : null)) {
            var wanted = Role.read(folders.isEmpty() ? settings.home().resolve("iam") : Path.of(folders.getFirst()), stack);
            return run(terminal, wanted, roles);
        } catch (WorkStopped e) {
            terminal.err().println("comporta iam: " + e.getMessage() + ".");
            return ExitCode.NOT_SUCCESSFUL;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    private int run(Terminal terminal, List<Role> wanted, Roles roles) {
        var changes = new ArrayList<RoleChange>();
        wanted.forEach(role -> changes.addAll(RoleChange.between(roles.look(role.name()).orElse(null), role)));
        var lines = changes.stream().flatMap(change -> change.text().stream()).toList();
        if (!applies) {
            show(terminal, "roles", changes.size(), lines);
            return changes.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        }
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
