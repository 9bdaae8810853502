package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta pools set}. */
final class PoolsSetVerb extends ServerAction {
    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--slots")
    private @Nullable Integer slots;

    @Parameter(names = "--pause")
    private boolean pause;

    @Parameter(names = "--resume")
    private boolean resume;

    @Parameter(names = "--description")
    private @Nullable String description;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    static String help() {
        return """
            Usage: comporta pools set NAME [OPTIONS]

            Makes a concurrency pool, or changes one. What runs in it goes on when it becomes smaller.

            Options
              --slots N                   how many tasks, or parts of tasks, may run in it at the same time
              --pause                     lets nothing start in it
              --resume                    the contrary
              --description TEXT          what it is for
            %s
            Examples
              comporta pools set warehouse --slots 8 --description "connections to the warehouse"
              comporta pools set warehouse --pause --reason "it is being upgraded"

            Exit codes: 0 done, 2 wrong usage, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which pool? Write e.g. comporta pools set warehouse --slots 8.");
        if (slots != null && slots < 0) {
            throw new UsageException("--slots is " + slots + ", and must be a number from 0.");
        }
        if (pause && resume) {
            throw new UsageException("--pause and --resume exclude each other.");
        }
        var body = new LinkedHashMap<String, Object>();
        if (slots != null) {
            body.put("slots", slots.longValue());
        }
        if (pause || resume) {
            body.put("paused", pause);
        }
        if (description != null) {
            body.put("description", description);
        }
        if (body.isEmpty()) {
            throw new UsageException("what is to be set? Say --slots, --pause, --resume or --description.");
        }
        body.put("reason", reason);
        return put(terminal, remote, Things.POOLS, name, body, dryRun);
    }
}
