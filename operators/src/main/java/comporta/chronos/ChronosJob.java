package comporta.chronos;

import comporta.job.Command;
import comporta.job.JobSpec;
import comporta.job.PlainWords;
import comporta.job.RemoteJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job of ours in Chronos's words. */
final class ChronosJob {
    /** It repeats for ever from then on, so it never starts by itself, and a start by hand neither moves that nor uses it up. */
    static final String NEVER = "R/2099-01-01T00:00:00.000Z/P1Y";
    /** Chronos 2 gives up a start that waits longer; the protocol page tells of five minutes. */
    private static final String PATIENCE = "PT8760H";
    private static final PlainWords WORDS = new PlainWords("Chronos", "EQUALS", "output_file");
    private static final long MEGABYTE = 1L << 20;

    private ChronosJob() {}

    /** What of the job has no effect. */
    static List<String> ignores(JobSpec job) {
        PlainWords.refuse(job.command() instanceof Command.EntryPoint entry
                && entry.args().stream().anyMatch(arg -> arg.matches("(?s).*[:/;].*")),
                "job.args cannot hold : / or ; on Chronos, which puts them into the id of the task. Write the whole line as job.command");
        var silent = new LinkedHashMap<String, Boolean>();
        silent.put("workdir", job.workdir() != null);
        silent.put("finally", job.last() != null);
        silent.put("ports", !job.ports().isEmpty());
        silent.put("labels", !job.labels().isEmpty());
        return WORDS.ignores(job, silent);
    }

    /** The whole definition, as it is posted. */
    static Map<String, Object> definition(RemoteJob job, Map<String, String> environment, boolean isThree) {
        var spec = job.spec();
        var definition = new LinkedHashMap<String, Object>();
        definition.put("name", job.name());
        definition.put("schedule", NEVER);
        definition.put("epsilon", PATIENCE);
        definition.put("retries", 0);
        definition.put("concurrent", false);
        definition.put("owner", "");
        definition.put("description", "launch " + job.intent().id() + " of Comporta, which starts and removes it");
        command(spec.command(), definition);
        definition.put("cpus", spec.resources().cpus());
        definition.put("mem", megabytes(spec.resources().mem()));
        definition.put("disk", megabytes(spec.resources().disk()));
        if (spec.user() != null) {
            definition.put("runAsUser", spec.user());
        }
        if (spec.maxRunTime() != null) {
            definition.put("maxCompletionTime", Math.max(1, spec.maxRunTime().toSeconds()));
        }
        var variables = new ArrayList<Map<String, String>>();
        environment.forEach((name, value) -> variables.add(Map.of("name", name, "value", value)));
        definition.put("environmentVariables", variables);
        if (!spec.uris().isEmpty()) {
            definition.put(isThree ? "fetch" : "uris", spec.uris().stream().map(uri -> isThree ? WORDS.fetch(uri) : uri.uri()).toList());
        }
        var constraints = spec.placement().entrySet().stream().map(entry -> WORDS.constraint(entry.getKey(), entry.getValue())).toList();
        if (!constraints.isEmpty()) {
            definition.put("constraints", constraints);
        }
        if (spec.image() != null) {
            definition.put("container", container(spec, spec.image()));
        }
        return definition;
    }

    private static void command(Command command, Map<String, Object> definition) {
        switch (command) {
            case Command.Line line -> definition.put("command", notAnAddress(line.text()));
            case Command.Argv argv -> definition.put("command", notAnAddress(argv.line()));
            case Command.EntryPoint entry -> {
                definition.put("command", "");
                definition.put("shell", false);
                definition.put("arguments", entry.args());
            }
        }
    }

    /** A command that begins like an address would be fetched and run. */
    private static String notAnAddress(String line) {
        return line.matches("(?s)\\s*(http|ftp).*") ? ":; " + line : line;
    }

    private static long megabytes(long bytes) {
        return Math.max(1, (bytes + MEGABYTE - 1) / MEGABYTE);
    }

    private static Map<String, Object> container(JobSpec spec, String image) {
        var container = new LinkedHashMap<String, Object>();
        container.put("type", spec.container() == null ? "DOCKER" : spec.container().toUpperCase(Locale.ROOT));
        container.put("image", image);
        switch (spec.network()) {
            case "host", "bridge" -> container.put("network", spec.network().toUpperCase(Locale.ROOT));
            default -> {
                container.put("network", "USER");
                container.put("networkName", spec.network());
            }
        }
        if (Boolean.TRUE.equals(spec.docker().get("force_pull"))) {
            container.put("forcePullImage", true);
        }
        if (spec.docker().get("parameters") instanceof List<?> parameters) {
            container.put("parameters", parameters);
        }
        if (!spec.volumes().isEmpty()) {
            container.put("volumes", PlainWords.volumes(spec));
        }
        return container;
    }
}
