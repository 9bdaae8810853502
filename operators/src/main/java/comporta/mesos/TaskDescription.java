package comporta.mesos;

import comporta.job.Command;
import comporta.job.JobSpec;
import comporta.operator.LaunchId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job as Mesos is told of it: the {@code TaskInfo} of the v1 API. */
final class TaskDescription {
    private static final String DOCKER = "docker";
    /** Where the sandbox lies inside an image, by the agents' own default. */
    private static final String SANDBOX = "/mnt/mesos/sandbox";

    private final String task;
    private final LaunchId launch;
    private final JobSpec job;

    TaskDescription(String task, LaunchId launch, JobSpec job) {
        this.task = task;
        this.launch = launch;
        this.job = job;
    }

    /**
     * The task on an agent.
     *
     * @param environment whole, with secrets
     */
    Map<String, Object> on(String agent, AgentOffer.Taken taken, Map<String, String> environment) {
        return Tree.of(
                "name", launch.dag() + "." + launch.task(),
                "task_id", Tree.value(task),
                "agent_id", Tree.value(agent),
                "resources", taken.resources(),
                "command", command(taken.ports(), environment),
                "container", container(taken.ports()),
                "kill_policy", Map.of("grace_period", Calls.nanoseconds(job.killGrace())),
                "max_completion_time", job.maxRunTime() == null ? null : Calls.nanoseconds(job.maxRunTime()),
                "labels", labels());
    }

    private Map<String, Object> command(List<Long> ports, Map<String, String> environment) {
        var variables = new LinkedHashMap<>(environment);
        for (int i = 0; i < ports.size(); i++) {
            variables.put("PORT_" + job.ports().get(i).toUpperCase(Locale.ROOT).replace('-', '_'), Long.toString(ports.get(i)));
        }
        if (job.image() != null) {
            variables.put("COMPORTA_SCRATCH", SANDBOX);
        }
        var command = new LinkedHashMap<String, Object>();
        switch (job.command()) {
            case Command.Line(var text) -> shell(prelude() + text, command);
            case Command.Argv(var words) when job.image() == null || job.workdir() != null ->
                shell(prelude() + "exec " + words.stream().map(TaskDescription::quoted).collect(Collectors.joining(" ")), command);
            case Command.Argv(var words) -> {
                command.put("shell", false);
                command.put("value", words.getFirst());
                command.put("arguments", words);
            }
            case Command.EntryPoint(var args) -> {
                command.put("shell", false);
                if (!args.isEmpty()) {
                    command.put("arguments", args);
                }
            }
        }
        command.put("environment", Map.of("variables", variables.entrySet().stream()
                .map(each -> Tree.of("name", each.getKey(), "value", each.getValue()))
                .toList()));
        if (!job.uris().isEmpty()) {
            command.put("uris", job.uris().stream().map(TaskDescription::uri).toList());
        }
        if (job.user() != null) {
            command.put("user", job.user());
        }
        return command;
    }

    private static void shell(String line, Map<String, Object> command) {
        command.put("shell", true);
        command.put("value", line);
    }

    /** What a job needs that is known on the agent alone. */
    private String prelude() {
        var scratch = job.image() == null ? "export COMPORTA_SCRATCH=\"${MESOS_SANDBOX:-$PWD}\"\n" : "";
        return job.workdir() == null ? scratch : scratch + "cd " + quoted(job.workdir()) + " || exit\n";
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static Map<String, Object> uri(JobSpec.Uri uri) {
        return Tree.of(
                "value", uri.uri(),
                "extract", uri.extract() && !uri.executable(),
                "executable", uri.executable() ? true : null,
                "cache", uri.cache() ? true : null,
                "output_file", uri.output());
    }

    /** Null: the task shares all with its agent. */
    private @Nullable Map<String, Object> container(List<Long> ports) {
        if (job.image() == null && job.container() == null && job.volumes().isEmpty() && job.network().equals("host")) {
            return null;
        }
        boolean byDocker = DOCKER.equals(job.container()) || (job.container() == null && job.image() != null);
        var named = !List.of("host", "bridge", "none").contains(job.network());
        return Tree.of(
                "type", byDocker ? "DOCKER" : "MESOS",
                DOCKER, byDocker ? docker(ports) : null,
                "mesos", byDocker || job.image() == null ? null : mesosImage(),
                "volumes", job.volumes().isEmpty() ? null : job.volumes().stream().map(TaskDescription::volume).toList(),
                "network_infos", named ? List.of(Map.of("name", job.network())) : null);
    }

    private Map<String, Object> docker(List<Long> ports) {
        boolean isMapped = !job.network().equals("host") && !job.network().equals("none") && !ports.isEmpty();
        return Tree.of(
                "image", job.image(),
                "network", switch (job.network()) {
                    case "host" -> "HOST";
                    case "bridge" -> "BRIDGE";
                    case "none" -> "NONE";
                    default -> "USER";
                },
                "port_mappings", isMapped
                        ? ports.stream().map(port -> Tree.of("host_port", port, "container_port", port, "protocol", "tcp")).toList()
                        : null,
                "privileged", truth("privileged"),
                "force_pull_image", truth("force_pull"),
                "parameters", parameters());
    }

    private Map<String, Object> mesosImage() {
        return Map.of("image", Tree.of(
                "type", "DOCKER",
                DOCKER, Map.of("name", String.valueOf(job.image())),
                "cached", truth("force_pull") == null ? null : false));
    }

    private @Nullable Boolean truth(String key) {
        return "true".equals(String.valueOf(job.docker().get(key))) ? true : null;
    }

    private @Nullable List<Map<String, Object>> parameters() {
        var parameters = new Tree(job.docker()).all("parameters");
        return parameters.isEmpty()
                ? null
                : parameters.stream().map(each -> Tree.of("key", each.text("key"), "value", each.text("value"))).toList();
    }

    private static Map<String, Object> volume(JobSpec.Volume volume) {
        return Tree.of("mode", volume.writable() ? "RW" : "RO", "container_path", volume.container(), "host_path", volume.host());
    }

    private Map<String, Object> labels() {
        var labels = new LinkedHashMap<>(job.labels());
        labels.put("dag", launch.dag().value());
        labels.put("run", launch.run());
        labels.put("task", launch.task().value());
        labels.put("try", Integer.toString(launch.tryNumber()));
        var written = new ArrayList<Map<String, Object>>();
        labels.forEach((key, value) -> written.add(Tree.of("key", key, "value", value)));
        return Map.of("labels", written);
    }
}
