package comporta.mesos;

import comporta.job.HttpDoor;
import comporta.job.MasterAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Mesos cluster as its leading master describes it. */
public final class MesosCluster implements AutoCloseable {
    private final Master master;
    private final HttpDoor door;

    MesosCluster(MasterAddress address, HttpDoor door) {
        this.master = new Master(address, door);
        this.door = door;
    }

    /**
     * Its machines, by name.
     *
     * @throws IOException when no master answers; the message says why
     */
    public List<MesosAgent> agents() throws IOException {
        return master.ask(Map.of("type", "GET_AGENTS")).in("get_agents").all("agents").stream()
                .map(MesosAgent::read)
                .sorted(Comparator.comparing(MesosAgent::hostname).thenComparing(MesosAgent::id))
                .toList();
    }

    /**
     * In one line: version, leading master, agents by slave type.
     *
     * @throws IOException when no master answers; the message says why
     */
    public String inWords() throws IOException {
        var version = master.ask(Map.of("type", "GET_VERSION")).in("get_version").in("version_info").text("version");
        var info = master.ask(Map.of("type", "GET_MASTER")).in("get_master").in("master_info");
        var byType = new TreeMap<>(agents().stream()
                .filter(agent -> agent.state().equals("active"))
                .collect(Collectors.groupingBy(agent -> agent.attributes().getOrDefault("slave-type", "without slave-type"), Collectors.counting())));
        var agents = byType.isEmpty()
                ? "no agents"
                : "agents: " + byType.entrySet().stream().map(type -> type.getValue() + " " + type.getKey()).collect(Collectors.joining(", "));
        return "Mesos " + version + ", led by " + info.text("hostname") + ":" + info.text("port") + ", " + agents;
    }

    /**
     * Has no new tasks started on an agent; those that run go on. Mesos 1.9 and later.
     *
     * @throws IOException when no master takes it
     */
    public void deactivate(String agent) throws IOException {
        master.tell(Map.of("type", "DEACTIVATE_AGENT", "deactivate_agent", Map.of("agent_id", Map.of("value", agent))));
    }

    /**
     * Ends what runs on an agent within that time, and has the agent forgotten. Mesos 1.9 and later.
     *
     * @throws IOException when no master takes it
     */
    public void drain(String agent, Duration grace) throws IOException {
        master.tell(Map.of("type", "DRAIN_AGENT", "drain_agent", Map.of(
                "agent_id", Map.of("value", agent), "max_grace_period", Map.of("seconds", grace.toSeconds()), "mark_gone", true)));
    }

    @Override
    public void close() {
        door.close();
    }
}
