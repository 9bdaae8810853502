package comporta;

import java.util.List;
import java.util.Map;

/** What is launched, and on which machines. */
interface Jobs {

    /** What is launched. */
    final class Job extends Block<Job> {
        Job() {}

        /** What is fetched into the sandbox. */
        public Job uris(Uri... uris) {
            return putAll("uris", List.of(uris));
        }

        /** Takes that key away from what defaults give. */
        public Job withoutDefault(String key) {
            return put(key, NOTHING);
        }

        /** Who runs it: local, aurora, chronos, marathon, mesos, or a name of the configuration. */
        public Job backend(String backend) {
            return put("backend", backend);
        }

        /** Docker image. */
        public Job image(String image) {
            return put("image", image);
        }

        /** Program and arguments: nothing is quoted or split. */
        public Job command(String... argv) {
            return putAll("command", List.of(argv));
        }

        /** One shell line. */
        public Job shell(String line) {
            return put("command", line);
        }

        /** Arguments of the image's own entry point. */
        public Job args(String... args) {
            return putAll("args", List.of(args));
        }

        /** Processor cores; 1 when absent. */
        public Job cpus(double cpus) {
            return put("cpus", cpus);
        }

        /** Processor cores; 1 when absent; as a template. */
        public Job cpus(String cpus) {
            return put("cpus", cpus);
        }

        /** Memory; 1g when absent. */
        public Job mem(String mem) {
            return put("mem", mem);
        }

        /** Disk; 1g when absent. */
        public Job disk(String disk) {
            return put("disk", disk);
        }

        /** Graphics processors; 0 when absent. */
        public Job gpus(int gpus) {
            return put("gpus", gpus);
        }

        /** What attributes of an agent must be. */
        public Job constraint(String name, String value) {
            return enter("constraints", name, value);
        }

        /** What attributes of an agent must be. */
        public Job constraint(Map<String, String> byName) {
            return enterAll("constraints", byName);
        }

        /** Pool whose agents run it; absent: the group's. */
        public Job nodePool(String nodePool) {
            return put("node_pool", nodePool);
        }

        /** Directory that it starts in. */
        public Job workdir(String workdir) {
            return put("workdir", workdir);
        }

        /** What is fetched into the sandbox. */
        public Job uris(String... uris) {
            return putAll("uris", List.of(uris));
        }

        /** Directories of the agent. */
        public Job volumes(Volume... volumes) {
            return putAll("volumes", List.of(volumes));
        }

        /** Path in the container. */
        public Job container(String container) {
            return put("container", container);
        }

        /** Settings of Docker. */
        public Job docker(Docker docker) {
            return put("docker", docker);
        }

        /** Host, bridge, none, or a network's name; host when absent. */
        public Job network(String network) {
            return put("network", network);
        }

        /** Ports by name, each is $PORT_NAME. */
        public Job ports(String... ports) {
            return putAll("ports", List.of(ports));
        }

        /** Unix user. */
        public Job user(String user) {
            return put("user", user);
        }

        /** Labels. */
        public Job labels(String name, String value) {
            return enter("labels", name, value);
        }

        /** Labels. */
        public Job labels(Map<String, String> labels) {
            return enterAll("labels", labels);
        }

        /** Role; jobs when absent. */
        public Job role(String role) {
            return put("role", role);
        }

        /** Aurora environment; prod when absent. */
        public Job environment(String environment) {
            return put("environment", environment);
        }

        /** Aurora tier. */
        public Job tier(String tier) {
            return put("tier", tier);
        }

        /** Aurora priority; 0 when absent. */
        public Job priority(int priority) {
            return put("priority", priority);
        }

        /** An .aurora file in place of command and image. */
        public Job file(String file) {
            return put("file", file);
        }

        /** What the .aurora file's variables are. */
        public Job bind(String name, String value) {
            return enter("bind", name, value);
        }

        /** What the .aurora file's variables are. */
        public Job bind(Map<String, String> bind) {
            return enterAll("bind", bind);
        }

        /** Versions that the .aurora file asks for. */
        public Job version(String name, String value) {
            return enter("version", name, value);
        }

        /** Versions that the .aurora file asks for. */
        public Job version(Map<String, String> version) {
            return enterAll("version", version);
        }

        /** Name of the job in the .aurora file. */
        public Job name(String name) {
            return put("name", name);
        }

        /** Shell line after the command, whatever its end. */
        public Job finallyRun(String finallyRun) {
            return put("finally", finallyRun);
        }

        /** From the polite signal to the hard one; 30s when absent. */
        public Job killGrace(String killGrace) {
            return put("kill_grace", killGrace);
        }

        /** The backend's own limit. */
        public Job maxRunTime(String maxRunTime) {
            return put("max_run_time", maxRunTime);
        }
    }

    /** Something that is fetched into the sandbox. */
    final class Uri extends Block<Uri> {
        Uri(String uri) {
            put("uri", uri);
        }

        /** Unpack an archive; true when absent. */
        public Uri extract(boolean extract) {
            return put("extract", extract);
        }

        /** Make it executable; false when absent. */
        public Uri executable(boolean executable) {
            return put("executable", executable);
        }

        /** Keep it in the agent's cache; false when absent. */
        public Uri cache(boolean cache) {
            return put("cache", cache);
        }

        /** Name in the sandbox. */
        public Uri output(String output) {
            return put("output", output);
        }
    }

    /** A directory of the agent. */
    final class Volume extends Block<Volume> {
        Volume(String host, String container) {
            put("host", host);
            put("container", container);
        }

        /** Read only or not; rw when absent. */
        public Volume mode(String mode) {
            return put("mode", mode);
        }
    }

    /** Settings of Docker. */
    final class Docker extends Block<Docker> {
        Docker() {}

        /** An option of docker run; each call adds one. */
        public Docker parameters(String key, String value) {
            return add("parameters", List.of(new DockerParameter(key, value)));
        }

        /** Always fetch the image; false when absent. */
        public Docker forcePull(boolean forcePull) {
            return put("force_pull", forcePull);
        }

        /** Run with all rights; false when absent. */
        public Docker privileged(boolean privileged) {
            return put("privileged", privileged);
        }
    }

    /** An option of docker run. */
    final class DockerParameter extends Block<DockerParameter> {
        DockerParameter(String key, String value) {
            put("key", key);
            put("value", value);
        }
    }
}
