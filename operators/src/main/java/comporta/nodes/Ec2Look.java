package comporta.nodes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Our instances as EC2 describes them, and what of them is an agent. */
final class Ec2Look {
    static final List<String> NOT_GONE = List.of("pending", "running", "shutting-down", "stopping", "stopped");
    static final List<String> ALIVE = List.of("pending", "running");
    static final List<String> ALL = List.of("pending", "running", "shutting-down", "stopping", "stopped", "terminated");
    private static final List<String> NOTICES = List.of("marked-for-termination", "marked-for-stop");
    /** EC2 takes no more values in one filter. */
    private static final int MOST_VALUES = 200;

    private final Aws aws;
    private final Ec2Settings settings;
    private final Agents agents;
    private final InstantSource clock;
    private final Map<String, Instant> registered = new ConcurrentHashMap<>();

    Ec2Look(Aws aws, Ec2Settings settings, Agents agents, InstantSource clock) {
        this.aws = aws;
        this.settings = settings;
        this.agents = agents;
        this.clock = clock;
    }

    /** Those of leases, in one of these states. Another scheduler may have leases of the same name. A terminated one stays listed for an hour. */
    private List<Instance> ofLeases(Collection<String> leases, List<String> states) {
        var found = new ArrayList<Instance>();
        var left = List.copyOf(new HashSet<>(leases));
        for (int from = 0; from < left.size(); from += MOST_VALUES) {
            var some = left.subList(from, Math.min(left.size(), from + MOST_VALUES));
            found.addAll(described(
                    filter("tag:" + Ec2Tags.LEASE, some), filter("tag:" + Ec2Tags.CLUSTER, List.of(settings.cluster())),
                    filter("tag:" + Ec2Tags.OWNER, List.of(settings.owner())), filter("instance-state-name", states)));
        }
        return found;
    }

    /** Those of a lease. */
    List<Instance> ofLease(String lease, List<String> states) {
        return ofLeases(List.of(Ec2Tags.lease(lease)), states);
    }

    /** All of the cluster that were started for a lease, whoever's, and that are not gone. */
    List<Instance> ofCluster() {
        return described(
                filter("tag:" + Ec2Tags.CLUSTER, List.of(settings.cluster())), filter("tag-key", List.of(Ec2Tags.LEASE)), filter("instance-state-name", NOT_GONE));
    }

    /** Those of the ids that are in one of these states. */
    List<Instance> withIds(Collection<String> ids, List<String> states) {
        return ids.isEmpty() ? List.of() : described(filter("instance-id", List.copyOf(ids)), filter("instance-state-name", states));
    }

    /** Spot instances of anybody that EC2 has given notice of: it takes them back within two minutes. By id, with the reason. */
    Map<String, String> reclaimed() {
        var reclaimed = new LinkedHashMap<String, String>();
        aws.ec2().describeSpotInstanceRequestsPaginator(request -> request.filters(filter("state", List.of("active")))).spotInstanceRequests().forEach(request -> {
            var code = request.status() == null ? "" : request.status().code();
            if (request.instanceId() != null && NOTICES.contains(code)) {
                reclaimed.put(request.instanceId(), "EC2 takes it back (" + code + ")");
            }
        });
        return reclaimed;
    }

    private List<Instance> described(Filter... filters) {
        return aws.ec2().describeInstancesPaginator(request -> request.filters(filters).maxResults(1000)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    /**
     * Who stands at these places: the one that lives, and else the latest that did. Where two live, as after an answer that was lost for
     * long, the older one stands there.
     */
    Map<MachineKey, Instance> standing(Collection<MachineKey> keys) {
        var leases = new LinkedHashMap<String, String>();
        keys.forEach(key -> leases.put(Ec2Tags.lease(key.lease()), key.lease()));
        Set<MachineKey> wanted = Set.copyOf(keys);
        var standing = new LinkedHashMap<MachineKey, Instance>();
        for (var instance : ofLeases(leases.keySet(), ALL)) {
            var tagged = Ec2Tags.key(instance);
            var key = new MachineKey(leases.getOrDefault(tagged.lease(), tagged.lease()), tagged.index());
            if (wanted.contains(key)) {
                standing.merge(key, instance, Ec2Look::better);
            }
        }
        return standing;
    }

    private static Instance better(Instance one, Instance other) {
        var byAge = Comparator.comparing(Instance::launchTime).thenComparing(Instance::instanceId);
        boolean oneLives = isAlive(one);
        if (oneLives != isAlive(other)) {
            return oneLives ? one : other;
        }
        boolean oneIsOlder = byAge.compare(one, other) <= 0;
        return oneLives == oneIsOlder ? one : other;
    }

    static boolean isAlive(Instance instance) {
        return ALIVE.contains(instance.state().nameAsString());
    }

    /** As a machine at that place. */
    Machine machine(MachineKey key, Instance instance, List<Agents.Agent> known) {
        var agent = agent(instance, known);
        boolean counts = agents.isKnown() ? agent != null && agent.active() && fits(agent, instance) : is(instance, InstanceStateName.RUNNING);
        var state = switch (instance.state().name()) {
            case PENDING, RUNNING -> counts && !Ec2Tags.has(instance, Ec2Tags.LEAVING) ? Machine.State.REGISTERED : Machine.State.BOOTING;
            case TERMINATED -> Machine.State.GONE;
            case SHUTTING_DOWN, STOPPING, STOPPED, UNKNOWN_TO_SDK_VERSION -> Machine.State.ENDING;
        };
        var since = counts ? registered.computeIfAbsent(instance.instanceId(), _ -> clock.instant()) : registered.get(instance.instanceId());
        return new Machine(
                instance.instanceId(), key, Ec2Tags.get(instance, Ec2Tags.TOKEN), Ec2Tags.get(instance, Ec2Tags.POOL),
                Ec2Tags.get(instance, Ec2Tags.SLAVE_TYPE), instance.instanceTypeAsString(), isSpot(instance) ? "spot" : "on-demand", state,
                instance.launchTime(), since, agent != null ? agent.id() : counts ? instance.instanceId() : null);
    }

    static boolean isTerminated(Instance instance) {
        return is(instance, InstanceStateName.TERMINATED);
    }

    /** In the words of EC2, such as {@code Server.SpotInstanceTermination}. */
    static String whyEnded(Instance instance) {
        var reason = instance.stateReason();
        return "EC2 has ended it" + (reason == null || reason.code() == null ? "" : " (" + reason.code() + ")");
    }

    static boolean isSpot(Instance instance) {
        return "spot".equals(instance.instanceLifecycleAsString());
    }

    static Agents.@Nullable Agent agent(Instance instance, List<Agents.Agent> known) {
        return Agents.of(known, instance.instanceId(), instance.privateDnsName(), instance.privateIpAddress());
    }

    /** Of an agent without the attribute nobody can tell. */
    private static boolean fits(Agents.Agent agent, Instance instance) {
        var slaveType = agent.attributes().get(Ec2Tags.SLAVE_TYPE);
        return slaveType == null || slaveType.equals(Ec2Tags.get(instance, Ec2Tags.SLAVE_TYPE));
    }

    private static boolean is(Instance instance, InstanceStateName state) {
        return instance.state().name() == state;
    }

    /** Why an instance that lives is no agent yet. */
    static String whyNot(Instance instance, List<Agents.Agent> known) {
        var agent = agent(instance, known);
        return agent == null
                ? is(instance, InstanceStateName.PENDING) ? "starts" : "runs, and has not registered as an agent"
                : agent.active() ? "registered with slave-type " + agent.attributes().get(Ec2Tags.SLAVE_TYPE) : "is an agent that is not active";
    }
}
