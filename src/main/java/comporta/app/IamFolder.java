package comporta.app;

import comporta.cluster.Clouds;
import comporta.cluster.Role;
import comporta.cluster.RoleChange;
import comporta.cluster.Roles;
import comporta.cluster.WorkStopped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** A folder of roles, held against those at AWS. */
final class IamFolder {
    /** What both verbs tell of it. */
    static final String HELP = """

            A folder holds one JSON file a role: {role, trust, policies, managed, instance_profile}, of which only policies is usual; the role
            is named as its file, and may be taken by EC2 machines. {stack} in a file stands for --stack. What a role has beyond its file is
            taken away, first; roles without a file are left alone.

            Options
              --stack STACK               what {stack} stands for; needed where a file holds it
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml, whose nodes.endpoint names a stand-in of AWS
            """;

    private IamFolder() {}

    /**
     * Finds by what they differ.
     *
     * @param folders one, or none: {@code iam} in {@code $COMPORTA_HOME}
     * @param stack what stands for {@code {stack}} in the files
     */
    static int with(
            Terminal terminal, List<String> folders, String stack, @Nullable String configuration, ToIntBiFunction<List<RoleChange>, Roles> does) {
        if (folders.size() > 1) {
            throw new UsageException("one folder at a time, and these are " + folders.size() + ".");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        try (var roles = Clouds.roles(settings.find("nodes.endpoint") instanceof String endpoint ? endpoint : null)) {
            var changes = new ArrayList<RoleChange>();
            for (var role : Role.read(folders.isEmpty() ? settings.home().resolve("iam") : Path.of(folders.getFirst()), stack)) {
                changes.addAll(RoleChange.between(roles.look(role.name()).orElse(null), role));
            }
            return does.applyAsInt(changes, roles);
        } catch (WorkStopped e) {
            terminal.err().println("comporta iam: " + e.getMessage() + ".");
            return ExitCode.NOT_SUCCESSFUL;
        } catch (IllegalArgumentException e) {
            throw UsageException.saying(e.getMessage());
        }
    }

    static List<String> lines(List<RoleChange> changes) {
        return changes.stream().flatMap(change -> change.text().stream()).toList();
    }
}
