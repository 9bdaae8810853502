package comporta.nodes;

import java.time.Duration;
import java.util.List;

/** No Mesos master is configured: a machine counts as soon as it runs, and is ended without a drain. */
final class NoAgents implements Agents {
    static final Agents UNKNOWN = new NoAgents();

    private NoAgents() {}

    @Override
    public boolean isKnown() {
        return false;
    }

    @Override
    public List<Agent> look() {
        return List.of();
    }

    @Override
    public void deactivate(Agent agent) {}

    @Override
    public void drain(Agent agent, Duration grace) {}

    @Override
    public void gone(String agent) {}

    @Override
    public void close() {}
}
