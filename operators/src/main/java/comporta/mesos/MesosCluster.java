package comporta.mesos;

import comporta.job.HttpDoor;
import comporta.job.MasterAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A Mesos cluster as its leading master describes it. */
public final class MesosCluster implements AutoCloseable {
    private final Master master;
    private final HttpDoor door;
    private final Maintenance maintenance;
    /** Machines of agents that were announced for maintenance; one that has vanished is named by nobody else. */
    private final Map<String, Map<String, Object>> announced = new ConcurrentHashMap<>();

    MesosCluster(MasterAddress address, HttpDoor door, InstantSource clock) {
        this.master = new Master(address, door);
        this.door = door;
        this.maintenance = new Maintenance(master, clock);
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
                .collect(Collectors.groupingBy(agent -> agent.attributes().getOrDefault("slave-type", "without slave-type"),
                        Collectors.counting())));
        var agents = byType.isEmpty()
                ? "no agents"
                : "agents: "
                + byType.entrySet().stream().map(type -> type.getValue() + " " + type.getKey()).collect(Collectors.joining(", "));
        return "Mesos " + version + ", led by " + info.text("hostname") + ":" + info.text("port") + ", " + agents;
    }

    /**
     * Has no new tasks started on an agent; those that run go on. Before Mesos 1.9 frameworks are told that its machine is to go.
     *
     * @throws IOException when no master takes it
     */
    public void deactivate(String agent) throws IOException {
        if (!isTaken(Map.of("type", "DEACTIVATE_AGENT", "deactivate_agent", Map.of("agent_id", Map.of("value", agent))))) {
            for (var machine : machine(agent)) {
                maintenance.announce(machine);
                announced.put(agent, machine);
            }
        }
    }

    /**
     * Ends what runs on an agent within that time, and has the agent forgotten. Before Mesos 1.9 it ends at once.
     *
     * @throws IOException when no master takes it
     */
    public void drain(String agent, Duration grace) throws IOException {
        if (!isTaken(Map.of("type", "DRAIN_AGENT", "drain_agent", Map.of(
                "agent_id", Map.of("value", agent), "max_grace_period", Map.of("seconds", grace.toSeconds()), "mark_gone", true)))) {
            for (var machine : machine(agent)) {
                takeDown(agent, machine);
            }
        }
    }

    private void takeDown(String agent, Map<String, Object> machine) throws IOException {
        maintenance.takeDown(machine);
        announced.remove(agent);
    }

    private boolean isTaken(Map<String, Object> call) throws IOException {
        try {
            master.tell(call);
            return true;
        } catch (Master.NotTaken e) {
            if (e.isNotUnderstood()) {
                return false;   // this master is of before 1.9
            }
            throw e;
        }
    }

    /** The machine of an agent, as maintenance names it; none: the agent is gone. */
    private List<Map<String, Object>> machine(String agent) throws IOException {
        return agents().stream().filter(each -> each.id().equals(agent)).map(MesosCluster::machine).toList();
    }

    private static Map<String, Object> machine(MesosAgent agent) {
        int colon = agent.address().lastIndexOf(':');
        return Map.of("hostname", agent.hostname(), "ip", colon < 0 ? agent.address() : agent.address().substring(0, colon));
    }

    /**
     * Has the master give up an agent whose machine is no more, for good: what ran there ends as gone. Before Mesos 1.5 the machine is
     * taken down and up again, if the agent is still listed; a window of maintenance that was announced for it is closed.
     *
     * @throws IOException when no master takes it
     */
    public void markGone(String agent) throws IOException {
        boolean isTold = isTaken(Map.of("type", "MARK_AGENT_GONE", "mark_agent_gone", Map.of("agent_id", Map.of("value", agent))));
        var machine = announced.get(agent);
        if (machine != null) {
            takeDown(agent, machine);
        } else if (!isTold) {
            for (var listed : machine(agent)) {
                takeDown(agent, listed);
            }
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
