package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verb does that shows its plan first, and does it once somebody agrees. */
abstract class PlanAction extends Action {
    /** What every such verb understands. */
    static final String OPTIONS = """
              --yes                       do it without asking; without this it is only shown, unless a person at a terminal agrees
              --dry-run                   only show it, and write changes (how many) and summary to $COMPORTA_OUTPUT
            """;

    @Parameter(names = "--yes")
    private boolean yes;

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final Assent assent;

    PlanAction(Assent assent) {
        this.assent = assent;
    }

    /** Whether nothing will be done, since nothing is to be, or nobody is here to agree to it. */
    final boolean isOnlyShown() {
        return dryRun || (!yes && !assent.isThere());
    }

    /**
     * Shows a plan, and asks.
     *
     * @param changes how many; 0: there is nothing to agree to
     * @return whether it is to be done
     */
    final boolean agreed(Terminal terminal, String title, int changes, List<String> lines) {
        show(terminal, json(), title, changes, lines);
        if (changes == 0 || dryRun) {
            return false;
        }
        if (yes) {
            return true;
        }
        if (!assent.isThere()) {
            terminal.err().println("Nothing was done: nobody is here to agree. Add --yes.");
            return false;
        }
        boolean agreed = assent.given("Do this?");
        if (!agreed) {
            terminal.err().println("Nothing was done.");
        }
        return agreed;
    }

    /** Shows a plan. */
    static void show(Terminal terminal, boolean json, String title, int changes, List<String> lines) {
        if (json) {
            var data = new LinkedHashMap<String, Object>();
            data.put("plan", title);
            data.put("changes", changes);
            data.put("summary", lines);
            terminal.out().println(PlainData.toJson(data));
            return;
        }
        terminal.out().println(changes == 0 ? title + ": nothing to do." : title + ": " + Figures.count(changes, "change"));
        lines.forEach(line -> terminal.out().println("  " + line));
        terminal.out().flush();
    }

    /**
     * Hands on what would be done, to the task whose command this is.
     *
     * @throws UsageException when the file cannot be written
     */
    final void handOn(Terminal terminal, int changes, List<String> lines) {
        var file = terminal.environment().getOrDefault("COMPORTA_OUTPUT", "");
        if (!dryRun || file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(Path.of(file), PlainData.toJson(Map.of("changes", changes, "summary", String.join("\n", lines))) + "\n");
        } catch (IOException e) {
            throw new UsageException("cannot write $COMPORTA_OUTPUT (" + file + "): " + e.getMessage() + ".");
        }
    }
}
