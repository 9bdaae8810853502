package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import comporta.dag.PlainData;
import comporta.job.Command;
import comporta.job.JobSpec;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job in Aurora's own words: one process with the job's command, and one for what is to run last. Thermos on the agent reads it; the
 * scheduler does not.
 */
final class Thermos {
    /** At the end of a task's grace Thermos kills; it counts in whole seconds. */
    private static final long SHORTEST_GRACE = 1;

    private static final String LAST = "finally";

    private Thermos() {}

    /** The process that runs the job's command. */
    private static String process(String task) {
        return task.equals(LAST) ? "job" : task;
    }

    /** The process that does the work: the last of those that do not run at the end, whatever comes before. */
    static String mainProcess(Map<String, Object> job) {
        var name = "";
        if (PlainData.block(job, "task").get("processes") instanceof List<?> processes) {
            for (var each : processes) {
                if (each instanceof Map<?, ?> process && !Boolean.TRUE.equals(process.get("final"))) {
                    name = String.valueOf(process.get("name"));
                }
            }
        }
        return name;
    }

    /**
     * @param cluster what Aurora's own client would have called it by; Thermos wants one
     * @param task the name of its process in Aurora's pages
     */
    static Map<String, Object> job(JobKey key, String cluster, String task, JobSpec spec, Map<String, String> environment) {
        var job = new LinkedHashMap<String, Object>();
        job.put("name", key.name());
        job.put("role", key.role());
        job.put("cluster", cluster);
        job.put("environment", key.environment());
        job.put("service", false);
        job.put("max_task_failures", 1);
        job.put("priority", spec.aurora().priority());
        if (spec.aurora().tier() != null) {
            job.put("tier", spec.aurora().tier());
        }
        job.put("constraints", constraints(spec));
        job.put("task", task(key, task, spec, environment));
        var container = container(spec);
        if (!container.isEmpty()) {
            job.put("container", container);
        }
        return job;
    }

    /** The job's own, and the pool's. */
    static Map<String, String> constraints(JobSpec spec) {
        var constraints = new LinkedHashMap<String, String>(spec.constraints());
        if (spec.nodePool() != null) {
            constraints.putIfAbsent("slave-type", spec.nodePool());
        }
        return constraints;
    }

    /** What Mesos is to fetch; Aurora cannot ask for the right to execute, which is given later. */
    static List<Struct> uris(JobSpec spec) {
        return spec.uris().stream()
                .map(uri -> Struct.with().text(1, uri.uri()).truth(2, uri.extract()).truth(3, uri.cache()).text(4, uri.output()).build())
                .toList();
    }

    private static Map<String, Object> task(JobKey key, String name, JobSpec spec, Map<String, String> environment) {
        var processes = new ArrayList<Map<String, Object>>();
        processes.add(process(process(name), ThermosScript.main(spec, environment), false));
        if (spec.last() != null) {
            processes.add(process(LAST, ThermosScript.last(process(name), spec, environment), true));
        }
        var task = new LinkedHashMap<String, Object>();
        task.put("name", key.name());
        task.put("processes", processes);
        task.put("resources", resources(spec.resources()));
        task.put("max_failures", 1);
        task.put("max_concurrency", 0);
        task.put("finalization_wait", Math.max(SHORTEST_GRACE, spec.killGrace().plusMillis(999).toSeconds()));
        return task;
    }

    private static Map<String, Object> process(String name, String line, boolean last) {
        return PlainData.ordered(Map.of(
                "name", name, "cmdline", line, "max_failures", 1, "daemon", false, "ephemeral", false, "min_duration", 5, "final", last));
    }

    private static Map<String, Object> resources(JobSpec.Resources resources) {
        return Map.of("cpu", resources.cpus(), "ram", resources.mem(), "disk", resources.disk(), "gpu", resources.gpus());
    }

    private static Map<String, Object> container(JobSpec spec) {
        var image = spec.image();
        boolean mesos = "mesos".equals(spec.container());
        if (image == null || mesos) {
            var container = new LinkedHashMap<String, Object>();
            if (image != null) {
                int tag = image.lastIndexOf(':') > image.lastIndexOf('/') ? image.lastIndexOf(':') : image.length();
                container.put("image",
                        Map.of("name", image.substring(0, tag), "tag", tag == image.length() ? "latest" : image.substring(tag + 1)));
            }
            if (!spec.volumes().isEmpty()) {
                container.put("volumes", spec.volumes().stream()
                        .map(volume -> Map.of(
                                "container_path", volume.container(), "host_path", volume.host(), "mode", volume.writable() ? "RW" : "RO"))
                        .toList());
            }
            return container;
        }
        return Map.of("image", image, "parameters", parameters(spec));
    }

    private static List<Map<String, String>> parameters(JobSpec spec) {
        var parameters = new ArrayList<Map<String, String>>();
        if (!spec.network().equals("host")) {
            parameters.add(parameter("network", spec.network()));
        }
        spec.volumes().forEach(volume ->
                parameters.add(parameter("volume", volume.host() + ":" + volume.container() + (volume.writable() ? ":rw" : ":ro"))));
        if ("true".equals(String.valueOf(spec.docker().get("privileged")))) {
            parameters.add(parameter("privileged", "true"));
        }
        if (spec.docker().get("parameters") instanceof List<?> own) {
            for (var item : own) {
                if (!(item instanceof Map<?, ?> map) || map.get("key") == null) {
                    throw new Refused(Cause.USER, "job.docker.parameters holds " + item + ". Write {key: …, value: …}");
                }
                parameters.add(parameter(String.valueOf(map.get("key")), textOrNothing(map.get("value"))));
            }
        }
        return parameters;
    }

    private static Map<String, String> parameter(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static String textOrNothing(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** What of the job Thermos cannot do; told once. */
    static List<String> ignores(JobSpec spec) {
        if (spec.aurora().file() != null) {
            return List.of();
        }
        if (spec.command() instanceof Command.EntryPoint) {
            throw new Refused(
                    Cause.USER,
                    "Aurora runs a command and never an image's own entry point. Add job.command, or use backend mesos or marathon");
        }
        if (spec.image() == null && !spec.docker().isEmpty()) {
            throw new Refused(Cause.USER, "job.docker is for jobs with an image. Add job.image, or leave job.docker out");
        }
        var ignored = new ArrayList<String>();
        if (spec.user() != null) {
            ignored.add("job.user has no effect on backend aurora: a job runs as its role");
        }
        if (spec.image() != null && spec.docker().containsKey("force_pull")) {
            ignored.add("job.docker.force_pull has no effect on backend aurora: the agents' own setting counts");
        }
        if ("mesos".equals(spec.container()) && !spec.docker().isEmpty()) {
            ignored.add("job.docker has no effect in a Mesos container");
        }
        if (spec.image() == null && !spec.network().equals("host")) {
            ignored.add("job.network has no effect on backend aurora without a Docker image");
        }
        return ignored;
    }
}
