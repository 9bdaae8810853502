package comporta.nodes;

import comporta.mesos.MesosAgent;
import comporta.mesos.MesosCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Agents as the leading master tells of them. */
final class MesosAgents implements Agents {
    private final MesosCluster cluster;

    MesosAgents(MesosCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<Agent> look() {
        try {
            return cluster.agents().stream().map(MesosAgents::agent).toList();
        } catch (IOException e) {
            throw new IllegalStateException("the Mesos master does not say which agents it has: " + e.getMessage(), e);
        }
    }

    private static Agent agent(MesosAgent agent) {
        int colon = agent.address().lastIndexOf(':');
        return new Agent(
                agent.id(), agent.hostname(), colon < 0 ? agent.address() : agent.address().substring(0, colon), agent.state().equals("active"),
                agent.busy(), agent.attributes());
    }

    @Override
    public void deactivate(Agent agent) {
        try {
            cluster.deactivate(agent.id());
        } catch (IOException e) {
            throw new IllegalStateException("agent " + agent.id() + " cannot be deactivated: " + e.getMessage(), e);
        }
    }

    @Override
    public void drain(Agent agent, Duration grace) {
        try {
            cluster.drain(agent.id(), grace);
        } catch (IOException e) {
            throw new IllegalStateException("agent " + agent.id() + " cannot be drained: " + e.getMessage(), e);
        }
    }

    @Override
    public void gone(String agent) {
        try {
            cluster.markGone(agent);
        } catch (IOException e) {
            throw new IllegalStateException("agent " + agent + " cannot be marked as gone: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
