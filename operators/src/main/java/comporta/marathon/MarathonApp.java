package comporta.marathon;

import comporta.job.Command;
import comporta.job.JobSpec;
import comporta.job.PlainWords;
import comporta.job.RemoteJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job of ours in Marathon's words. */
final class MarathonApp {
    /** Label of every app of ours, and so of its Mesos tasks: the name. */
    static final String NAME = "comporta";
    /** Marathon starts what ended again; so long after, we have acted. */
    private static final int LONG = 3600;
    private static final PlainWords WORDS = new PlainWords("Marathon", "CLUSTER", "destPath");
    private static final double MEGABYTE = 1L << 20;

    private MarathonApp() {}

    /** What of the job has no effect. */
    static List<String> ignores(JobSpec job) {
        var silent = new LinkedHashMap<String, Boolean>();
        silent.put("workdir", job.workdir() != null);
        silent.put("finally", job.last() != null);
        return WORDS.ignores(job, silent);
    }

    /** The whole app, as it is posted. */
    static Map<String, Object> definition(RemoteJob job, Map<String, String> environment) {
        var spec = job.spec();
        var app = new LinkedHashMap<String, Object>();
        app.put("id", "/" + job.name());
        switch (spec.command()) {
            case Command.Line line -> app.put("cmd", line.text());
            case Command.Argv argv -> app.put("cmd", argv.line());
            case Command.EntryPoint entry when entry.args().isEmpty() -> { }
            case Command.EntryPoint entry -> app.put("args", entry.args());
        }
        app.put("instances", 1);
        app.put("cpus", spec.resources().cpus());
        app.put("mem", Math.ceil(spec.resources().mem() / MEGABYTE));
        app.put("disk", Math.ceil(spec.resources().disk() / MEGABYTE));
        app.put("env", environment);
        app.put("labels", labels(job));
        app.put("backoffSeconds", LONG);
        app.put("maxLaunchDelaySeconds", LONG);
        app.put("upgradeStrategy", Map.of("minimumHealthCapacity", 0, "maximumOverCapacity", 0));
        app.put("taskKillGracePeriodSeconds", Math.max(1, spec.killGrace().toSeconds()));
        if (spec.user() != null) {
            app.put("user", spec.user());
        }
        if (!spec.ports().isEmpty()) {
            app.put("portDefinitions", spec.ports().stream().map(port -> Map.of("port", 0, "protocol", "tcp", "name", port)).toList());
        }
        if (!spec.uris().isEmpty()) {
            app.put("fetch", spec.uris().stream().map(WORDS::fetch).toList());
        }
        var constraints = spec.placement().entrySet().stream().map(entry -> WORDS.constraint(entry.getKey(), entry.getValue())).toList();
        if (!constraints.isEmpty()) {
            app.put("constraints", constraints);
        }
        if (spec.image() != null) {
            app.put("container", container(spec, spec.image()));
        }
        return app;
    }

    private static Map<String, String> labels(RemoteJob job) {
        var id = job.intent().id();
        var labels = new LinkedHashMap<>(job.spec().labels());
        labels.put("dag", id.dag().value());
        labels.put("run", id.run());
        labels.put("task", id.task().value());
        labels.put("try", Integer.toString(id.tryNumber()));
        labels.put(NAME, job.name());
        return labels;
    }

    private static Map<String, Object> container(JobSpec spec, String image) {
        var docker = new LinkedHashMap<String, Object>();
        docker.put("image", image);
        docker.put("network", switch (spec.network()) {
            case "host", "bridge", "none" -> spec.network().toUpperCase(Locale.ROOT);
            default -> "USER";
        });
        if (Boolean.TRUE.equals(spec.docker().get("force_pull"))) {
            docker.put("forcePullImage", true);
        }
        if (Boolean.TRUE.equals(spec.docker().get("privileged"))) {
            docker.put("privileged", true);
        }
        if (spec.docker().get("parameters") instanceof List<?> parameters) {
            docker.put("parameters", parameters);
        }
        var container = new LinkedHashMap<String, Object>();
        container.put("type", spec.container() == null ? "DOCKER" : spec.container().toUpperCase(Locale.ROOT));
        container.put("docker", docker);
        if (!spec.volumes().isEmpty()) {
            container.put("volumes", PlainWords.volumes(spec));
        }
        return container;
    }
}
