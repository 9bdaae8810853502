package comporta.chronos;

import comporta.job.Command;
import comporta.job.JobSpec;
import comporta.job.RemoteJob;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A job of ours in Chronos's words. */
final class ChronosJob {
    /** It repeats for ever from then on, so it never starts by itself, and a start by hand neither moves that nor uses it up. */
    static final String NEVER = "R/2099-01-01T00:00:00.000Z/P1Y";
    /** Chronos 2 gives up a start that waits longer; the protocol page tells of five minutes. */
    private static final String PATIENCE = "PT8760H";
    private static final long MEGABYTE = 1L << 20;

    private ChronosJob() {}

    /** What of the job has no effect. */
    static List<String> ignores(JobSpec job) {
        refuse(job.resources().gpus() > 0, "job.gpus cannot be had on Chronos. Use mesos or aurora, or leave the key out");
        refuse(job.aurora().file() != null, "job.file is for backend aurora only. Add job.command, or use aurora");
        refuse(job.constraints().values().stream().anyMatch(value -> value.startsWith("limit:")),
                "job.constraints with limit: cannot be had on Chronos, which starts one task. Leave it out");
        refuse(job.command() instanceof Command.EntryPoint && job.image() == null, "the job has neither a command nor an image. Add one");
        refuse(job.image() == null && !job.volumes().isEmpty(), "job.volumes needs an image on Chronos. Add job.image, or leave the key out");
        refuse(job.command() instanceof Command.EntryPoint entry && entry.args().stream().anyMatch(arg -> arg.matches("(?s).*[:/;].*")),
                "job.args cannot hold : / or ; on Chronos, which puts them into the id of the task. Write the whole line as job.command");
        var ignored = new ArrayList<String>();
        note(job.workdir() != null, "workdir", ignored);
        note(job.last() != null, "finally", ignored);
        note(!job.ports().isEmpty(), "ports", ignored);
        note(!job.labels().isEmpty(), "labels", ignored);
        return ignored;
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new Refused(Cause.USER, why);
        }
    }

    private static void note(boolean isSet, String key, List<String> ignored) {
        if (isSet) {
            ignored.add("job." + key + " has no effect on Chronos");
        }
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
            definition.put(isThree ? "fetch" : "uris", spec.uris().stream().map(uri -> isThree ? fetch(uri) : uri.uri()).toList());
        }
        var constraints = spec.placement().entrySet().stream().map(entry -> constraint(entry.getKey(), entry.getValue())).toList();
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

    private static Map<String, Object> fetch(JobSpec.Uri uri) {
        var fetch = new LinkedHashMap<String, Object>();
        fetch.put("uri", uri.uri());
        fetch.put("executable", uri.executable());
        fetch.put("cache", uri.cache());
        fetch.put("extract", uri.extract());
        if (uri.output() != null) {
            fetch.put("output_file", uri.output());
        }
        return fetch;
    }

    /** {@code a}: that value, {@code a,b}: any of them, {@code !a}: another one. */
    private static List<String> constraint(String attribute, String wanted) {
        boolean not = wanted.startsWith("!");
        var values = List.of((not ? wanted.substring(1) : wanted).split("\\s*,\\s*", -1));
        if (!not && values.size() == 1) {
            return List.of(attribute, "EQUALS", wanted);
        }
        return List.of(attribute, not ? "UNLIKE" : "LIKE", String.join("|", values.stream().map(ChronosJob::literally).toList()));
    }

    private static String literally(String value) {
        return value.matches("[\\w-]+") ? value : Pattern.quote(value);
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
            container.put("volumes", spec.volumes().stream()
                    .map(volume -> Map.of(
                            "hostPath", volume.host(), "containerPath", volume.container(), "mode", volume.writable() ? "RW" : "RO"))
                    .toList());
        }
        return container;
    }
}
