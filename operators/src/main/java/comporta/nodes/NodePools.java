package comporta.nodes;

import comporta.job.Cluster;
import comporta.mesos.Mesos;
import comporta.operator.AlarmThread;
import comporta.operator.Allotment;
import comporta.operator.Lease;
import comporta.operator.Operator;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door of the room: the operators that bring machines up and give them back, over one provider and one thread. */
public final class NodePools implements AutoCloseable {
    private final Provider provider;
    private final AlarmThread alarm;
    private final ScaleEc2 scale;
    private final Operator downscale;

    /** Pools have as many machines as is written. */
    public NodePools(Provider provider, InstantSource clock) {
        this(provider, clock, Allotment.AS_WRITTEN);
    }

    /** @param allotment how many machines, where a pool leaves a range */
    public NodePools(Provider provider, InstantSource clock, Allotment allotment) {
        this.provider = provider;
        this.alarm = new AlarmThread("nodes", clock);
        this.scale = new ScaleEc2(provider, clock, alarm, Thread::startVirtualThread, allotment);
        this.downscale = new DownscaleEc2(provider, scale::release, clock, alarm, Thread::startVirtualThread);
    }

    /**
     * Machines of EC2.
     *
     * @param mesos the cluster whose agents they become; null: a machine counts as soon as it runs
     * @throws IllegalArgumentException when the masters have no address
     */
    public static Provider ec2(Ec2Settings settings, @Nullable Cluster mesos, InstantSource clock) {
        return new Ec2Provider(settings, mesos == null ? NoAgents.UNKNOWN : new MesosAgents(Mesos.cluster(mesos, clock)), clock);
    }

    /** {@code scale-ec2}, {@code downscale-ec2} and {@code scale}. */
    public List<Operator> operators() {
        return List.of(scale, downscale, new Scale(scale, downscale));
    }

    /**
     * Gives back all machines of a lease, whoever opened it.
     *
     * @return whether it is verified that nothing is left
     */
    public boolean release(Lease lease) {
        return scale.release(lease);
    }

    /**
     * Ends machines that nobody will: their lease is none that the caller knows, or their time has been over for a while.
     *
     * @param leases ids of all that may still have machines
     * @return those that were found alive; empty when all is as it should be
     */
    public List<Stray> sweep(Set<String> leases) {
        return provider.sweep(leases);
    }

    /**
     * Looks whether machines of these leases were taken away, and asks for others in their place.
     *
     * @param open those that are up, and none that is being given back
     * @param remembered machines that are on record as living, of leases that were not looked at before
     * @param notices why machines are to go, as somebody was told, by id
     * @return what happened, in words
     */
    public List<String> look(
            Collection<Lease> open, Function<Collection<Lease>, Collection<Machine>> remembered, Map<String, String> notices) {
        return scale.look(open, remembered, notices);
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
