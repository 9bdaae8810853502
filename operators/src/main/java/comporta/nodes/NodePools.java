package comporta.nodes;

import comporta.operator.AlarmThread;
import comporta.operator.Lease;
import comporta.operator.Operator;
import java.time.InstantSource;
import java.util.List;

/** The door of the room: the operators that bring machines up and give them back, over one provider and one thread. */
public final class NodePools implements AutoCloseable {
    private final Provider provider;
    private final AlarmThread alarm;
    private final ScaleEc2 scale;
    private final Operator downscale;

    public NodePools(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.alarm = new AlarmThread("nodes", clock);
        this.scale = new ScaleEc2(provider, clock, alarm, Thread::startVirtualThread);
        this.downscale = new DownscaleEc2(provider, scale::release, clock, alarm);
    }

    /** {@code scale-ec2} and {@code downscale-ec2}. */
    public List<Operator> operators() {
        return List.of(scale, downscale);
    }

    /**
     * Gives back all machines of a lease, whoever opened it.
     *
     * @return whether it is verified that nothing is left
     */
    public boolean release(Lease lease) {
        return scale.release(lease);
    }

    /** Every machine that is not gone. */
    public List<Machine> machines() {
        return provider.machines();
    }

    /** Looks at no machine any more. They live on. */
    @Override
    public void close() {
        alarm.close();
        provider.close();
    }
}
