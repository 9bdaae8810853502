package comporta.app;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import comporta.dag.LocalInstant;
import comporta.dag.Misspelt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code comporta run} as JCommander fills them. */
@Parameters(separators = "=")
final class RunOptions {
    private static final int MOST_PARALLEL = 10_000;

    @Parameter
    private List<String> files = new ArrayList<>();

    @Parameter(names = "--date")
    private @Nullable String date;

    @Parameter(names = {"-p", "--param"}, splitter = NoSplit.class)
    private List<String> params = new ArrayList<>();

    @Parameter(names = "--only")
    private @Nullable String only;

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--until")
    private @Nullable String until;

    @Parameter(names = "--parallel")
    private @Nullable String parallel;

    @Parameter(names = "--var", splitter = NoSplit.class)
    private List<String> variables = new ArrayList<>();

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Parameter(names = "--backend")
    private String backend = "local";

    @Parameter(names = "--fresh")
    private boolean fresh;

    @Parameter(names = "--database")
    private @Nullable String database;

    @Parameter(names = "--fast")
    private boolean fast;

    @Parameter(names = "--seed")
    private @Nullable String seed;

    @Parameter(names = "--with", splitter = NoSplit.class)
    private List<String> with = new ArrayList<>();

    @Parameter(names = "--config")
    private @Nullable String configuration;

    /**
     * What is asked for.
     *
     * @throws UsageException when an option cannot be used as it is
     */
    RunRequest request() {
        if (files.size() != 1) {
            throw new UsageException(files.isEmpty()
                    ? "which file? Write e.g. comporta run dags/nightly.yaml."
                    : "one file at a time, and these are " + files.size() + ": " + String.join(" ", files) + ".");
        }
        if (date != null) {
            checkDate(date);
        }
        Action.oneOf("--backend", backend, List.of("local", "as-written"));
        return new RunRequest(
                Path.of(files.getFirst()), date, pairs("-p", params), only, from, until, parallel(), pairs("--var", variables), dryRun,
                backend.equals("as-written"), fresh, database, fast(), configuration == null ? null : Path.of(configuration));
    }

    private RunRequest.@Nullable Fast fast() {
        if (!fast) {
            if (seed != null || !with.isEmpty()) {
                throw new UsageException((seed != null ? "--seed" : "--with") + " is for simulated runs. Add --fast.");
            }
            return null;
        }
        if (database != null) {
            throw new UsageException("--database is for runs whose state is kept, and --fast keeps none. Leave out one of them.");
        }
        if (seed != null && !seed.matches("-?[0-9]{1,18}")) {
            throw new UsageException("--seed is \"" + seed + "\", and must be a whole number.");
        }
        return new RunRequest.Fast(seed == null ? 1 : Long.parseLong(seed), pairs("--with", with));
    }

    private static void checkDate(String date) {
        try {
            LocalInstant.parse(date);
        } catch (Misspelt e) {
            throw new UsageException("--date: " + e.getMessage() + ".");
        }
    }

    private @Nullable Integer parallel() {
        if (parallel == null) {
            return null;
        }
        int number = parallel.matches("[0-9]{1,5}") ? Integer.parseInt(parallel) : 0;
        if (number < 1 || number > MOST_PARALLEL) {
            throw new UsageException("--parallel is \"" + parallel + "\", and must be a number from 1 to 10000.");
        }
        return number;
    }

    /** {@code name=value} texts by name; the last one of a name counts. */
    static Map<String, String> pairs(String option, List<String> texts) {
        var pairs = new LinkedHashMap<String, String>();
        for (var text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException(option + " wants name=value, and got \"" + text + "\".");
            }
            pairs.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return pairs;
    }
}
