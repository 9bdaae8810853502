package comporta.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cloud that sometimes does not answer, and whose machines may take their time to end. */
final class MoodyProvider implements Provider {
    private final SimulatedProvider cloud;
    private final Map<MachineKey, Machine> ending = new HashMap<>();
    boolean silent;
    @Nullable Instant lingersUntil;

    MoodyProvider(SimulatedProvider cloud) {
        this.cloud = cloud;
    }

    @Override
    public String name() {
        return "moody";
    }

    @Override
    public Machine launch(MachineRequest request) {
        return answering().launch(request);
    }

    @Override
    public List<Machine> look(Collection<MachineKey> keys) {
        return answering().look(keys).stream().map(machine -> ending.getOrDefault(machine.key(), machine)).toList();
    }

    @Override
    public List<Machine> machines() {
        return answering().machines().stream().map(machine -> ending.getOrDefault(machine.key(), machine)).toList();
    }

    @Override
    public void terminate(Collection<MachineKey> keys) {
        var living = answering().look(keys);
        if (lingersUntil == null) {
            cloud.terminate(keys);
        } else {
            living.forEach(machine -> ending.put(machine.key(), inState(machine, Machine.State.ENDING)));
        }
    }

    @Override
    public boolean release(String lease, Duration drain) {
        if (lingersUntil != null) {
            answering().machines().stream()
                    .filter(machine -> machine.key().lease().equals(lease))
                    .forEach(machine -> ending.put(machine.key(), inState(machine, Machine.State.ENDING)));
            return false;
        }
        ending.clear();
        return answering().release(lease, drain);
    }

    @Override
    public boolean shrink(String lease, int staying) {
        return answering().shrink(lease, staying);
    }

    @Override
    public Instant lookAgain(Machine machine) {
        var until = lingersUntil;
        if (machine.state() == Machine.State.ENDING && until != null) {
            ending.computeIfPresent(machine.key(), (_, _) -> inState(machine, Machine.State.GONE));
            return until;
        }
        return answering().lookAgain(machine);
    }

    private SimulatedProvider answering() {
        if (silent) {
            throw new IllegalStateException("connection refused");
        }
        return cloud;
    }

    private static Machine inState(Machine machine, Machine.State state) {
        return new Machine(
                machine.id(), machine.key(), machine.token(), machine.pool(), machine.slaveType(), machine.type(), machine.market(), state,
                machine.launchedAt(), machine.registeredAt(), machine.agent());
    }
}
