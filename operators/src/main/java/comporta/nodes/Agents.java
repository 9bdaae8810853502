package comporta.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agents of a Mesos cluster, as its master knows them. What cannot be asked is told as {@link IllegalStateException}. */
interface Agents extends AutoCloseable {
    /** Whether there is somebody to ask. */
    default boolean isKnown() {
        return true;
    }

    /**
     * A machine that has registered.
     *
     * @param host address without a port
     * @param active whether tasks may be started on it
     * @param busy whether tasks or executors are on it
     */
    record Agent(String id, String hostname, String host, boolean active, boolean busy, Map<String, String> attributes) {}

    /** All of them. */
    List<Agent> look();

    /** No new tasks from now on; those that run go on. */
    void deactivate(Agent agent);

    /** What runs there is ended within that time, and the agent is gone for good. */
    void drain(Agent agent, Duration grace);

    /** The machine of the agent of that id is no more: what ran there is over, and nobody is to wait for it. */
    void gone(String agent);

    /** Who is that machine; null: it has not registered. */
    static @Nullable Agent of(List<Agent> agents, String instance, @Nullable String dnsName, @Nullable String address) {
        Agent found = null;
        for (var agent : agents) {
            var id = agent.attributes().get("instance-id");
            if (id == null ? agent.hostname().equals(dnsName) || agent.host().equals(address) : id.equals(instance)) {
                found = found == null || agent.active() ? agent : found;
            }
        }
        return found;
    }

    @Override
    void close();
}
