package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Machines of EC2 that become agents of a Mesos cluster. What stands at a place is read from tags each time, so whoever comes after a crash
 * goes on where it was; nothing that matters is remembered here.
 */
final class Ec2Provider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(Ec2Provider.class);
    /** Until then its own scheduler may be about to end it. */
    private static final Duration OVERDUE = Duration.ofMinutes(10);
    private static final Duration NEW = Duration.ofMinutes(2);
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration LISTED = Duration.ofHours(1);

    private final Ec2Settings settings;
    private final Aws aws;
    private final Agents agents;
    private final InstantSource clock;
    private final Ec2Look look;
    private final InstanceWay instances;
    private final FleetWay fleets;
    private final ScalingGroupWay groups;
    private final ElastigroupWay elastigroups;
    private final Farewell farewell;
    /** What goes on for leases now, and which are closed for good. */
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private List<Agents.Agent> seen = List.of();
    private @Nullable Instant seenAt;

    Ec2Provider(Ec2Settings settings, Agents agents, InstantSource clock) {
        this.settings = settings;
        this.agents = agents;
        this.clock = clock;
        aws = new Aws(settings.region(), settings.endpoint());
        look = new Ec2Look(aws, settings, agents, clock);
        var choices = new Choices(aws, settings.noCapacity(), clock);
        instances = new InstanceWay(aws, settings, choices);
        fleets = new FleetWay(aws, settings, choices, instances);
        groups = new ScalingGroupWay(aws, settings, look);
        elastigroups = new ElastigroupWay(aws, settings, look, choices, instances);
        farewell = new Farewell(aws, agents, clock, this::end);
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public Machine launch(MachineRequest request) {
        begin(request.key().lease());
        try {
            var standing = look.standing(List.of(request.key())).get(request.key());
            if (standing == null || !(Ec2Look.isAlive(standing) || request.token().equals(Ec2Tags.get(standing, Ec2Tags.TOKEN)))) {
                standing = way(request).start(request, settings.slaveType(request.slaveType()));
            }
            return machine(request, standing);
        } catch (AwsServiceException e) {
            throw switch (Ec2Trouble.of(e)) {
                case LATER, NO_CAPACITY -> new NotNow(Ec2Trouble.line(e), pause(request));
                case QUOTA, NEVER -> new Refused(Cause.USER, "EC2 refuses a machine of node pool \"" + request.pool() + "\": " + Ec2Trouble.line(e));
            };
        } catch (SdkClientException e) {
            // Perhaps it was started: asked again, the tags say so, or the client token.
            throw new NotNow("EC2 did not answer: " + e.getMessage(), pause(request));
        } finally {
            end(request.key().lease());
        }
    }

    /** Machines that are throttled together do not come back together. */
    private static Duration pause(MachineRequest request) {
        return BUSY.plusMillis(Long.parseLong(Hash.of(request.token(), 8), 16) % BUSY.toMillis());
    }

    private Way way(MachineRequest request) {
        return switch (request.make().via()) {
            case "fleet" -> fleets;
            case "elastigroup" -> elastigroups;
            case "group" -> groups;
            case Make.AS_BEFORE -> groups.isClaimed(request.key().lease()) ? groups : elastigroups.isThere(request.key().lease()) ? elastigroups : instances;
            default -> instances;
        };
    }

    private synchronized void begin(String lease) {
        if (closed.contains(lease)) {
            throw new Refused(Cause.OPERATOR, "lease " + lease + " was given back: no machine is started for it");
        }
        underWay.merge(lease, 1, Integer::sum);
    }

    private synchronized void end(String lease) {
        underWay.computeIfPresent(lease, (_, count) -> count == 1 ? null : count - 1);
    }

    /** As it was just answered: tags may be given later than the answer was written, and who has just started is no agent. */
    private Machine machine(MachineRequest request, Instance instance) {
        var machine = look.machine(request.key(), instance, List.of());
        return new Machine(
                machine.id(), request.key(), machine.token().isEmpty() ? request.token() : machine.token(), request.pool(), request.slaveType(), machine.type(),
                machine.market(), agents.isKnown() && machine.state() == Machine.State.REGISTERED ? Machine.State.BOOTING : machine.state(),
                machine.launchedAt(), machine.registeredAt(), machine.agent());
    }

    @Override
    public List<Machine> look(Collection<MachineKey> keys) {
        var standing = look.standing(keys);
        var known = standing.isEmpty() ? List.<Agents.Agent>of() : recent();
        var machines = new ArrayList<Machine>();
        var ofGroups = new ArrayList<Machine>();
        standing.forEach((key, instance) -> {
            var machine = look.machine(key, instance, known);
            machines.add(machine);
            if (machine.state() == Machine.State.REGISTERED && Ec2Tags.has(instance, Ec2Tags.SCALING_GROUP)) {
                ofGroups.add(machine);
            }
        });
        // What a lifecycle hook holds is an agent still, and nobody is to count on it.
        var leaving = groups.leaving(ofGroups);
        machines.replaceAll(machine -> leaving.contains(machine) ? machine.in(Machine.State.ENDING) : machine);
        return machines;
    }

    @Override
    public List<Machine> machines() {
        var found = look.ofCluster();
        var known = found.isEmpty() ? List.<Agents.Agent>of() : recent();
        return found.stream().map(instance -> look.machine(Ec2Tags.key(instance), instance, known)).toList();
    }

    @Override
    public Map<String, List<String>> missing() {
        var inventory = new Ec2Inventory(aws);
        var missing = new TreeMap<String, List<String>>();
        settings.slaveTypes().values().stream().filter(SlaveType::scaled).forEach(type -> missing.put(type.name(), inventory.missing(type)));
        missing.values().removeIf(List::isEmpty);
        return missing;
    }

    /** Many looks come at the same time, for many pools: they share an answer of the master. */
    private synchronized List<Agents.Agent> recent() {
        var now = clock.instant();
        if (seenAt == null || Duration.between(seenAt, now).abs().compareTo(settings.poll().dividedBy(4)) > 0) {
            seen = agents.look();
            seenAt = now;
        }
        return seen;
    }

    @Override
    public void terminate(Collection<MachineKey> keys) {
        end(look.standing(keys).values().stream().filter(Ec2Look::isAlive).toList());
    }

    /** By whoever has started them: a group would start another one in place of an instance that just ends. */
    private void end(List<Instance> ending) {
        ending.stream()
                .collect(Collectors.groupingBy(instance ->
                        Ec2Tags.has(instance, Ec2Tags.SCALING_GROUP) ? groups : Ec2Tags.has(instance, Ec2Tags.ELASTIGROUP) ? elastigroups : instances))
                .forEach(Way::end);
    }

    @Override
    public boolean release(String lease, Duration drain) {
        synchronized (this) {
            closed.add(lease);
        }
        boolean groupsAreClosed = groups.close(lease);
        boolean noneComes = groupsAreClosed && isQuiet(lease);
        var left = look.ofLease(lease, Ec2Look.NOT_GONE);
        elastigroups.startNoMore(lease, left.size());
        if (!left.isEmpty()) {
            farewell.leave(left, drain);
            left = look.ofLease(lease, Ec2Look.NOT_GONE);
        }
        // With an Elastigroup all its machines end, whatever runs there: it goes last.
        return left.isEmpty() && elastigroups.close(lease) && noneComes;
    }

    @Override
    public boolean shrink(String lease, int staying) {
        groups.shrink(lease, staying);
        farewell.shrink(look.ofLease(lease, Ec2Look.ALIVE), staying);
        return look.ofLease(lease, Ec2Look.ALIVE).size() <= staying;
    }

    @Override
    public Map<Machine, String> leavingSoon(Collection<Machine> machines, Map<String, String> told) {
        var spots = machines.stream().filter(machine -> machine.market().equals("spot")).collect(Collectors.toMap(Machine::id, machine -> machine));
        var found = new LinkedHashMap<Machine, String>();
        machines.forEach(machine -> Stream.ofNullable(told.get(machine.id())).forEach(why -> found.put(machine, why)));
        try {
            groups.leaving(machines).forEach(machine -> found.put(machine, "its auto-scaling group ends it"));
            var notices = spots.isEmpty() ? Map.<String, String>of() : look.reclaimed();
            notices.forEach((id, why) -> Stream.ofNullable(spots.get(id)).forEach(machine -> found.put(machine, why)));
        } catch (AwsServiceException e) {
            LOG.info("AWS does not say which machines it takes back: {}", Ec2Trouble.line(e));   // their end will be seen
        }
        return found;
    }

    @Override
    public void vacate(Collection<Machine> leaving) {
        farewell.vacate(living(leaving));
    }

    @Override
    public void retire(Collection<Machine> leaving) {
        farewell.retire(living(leaving));
    }

    private List<Instance> living(Collection<Machine> machines) {
        return look.withIds(machines.stream().map(Machine::id).toList(), Ec2Look.ALIVE);
    }

    /** EC2 lists a terminated instance for about an hour. That it is not listed says something only of one that was there before that. */
    @Override
    public Map<String, String> lost(Collection<Machine> lost) {
        var byId = lost.stream().collect(Collectors.toMap(Machine::id, machine -> machine, (one, _) -> one));
        var listed = look.withIds(byId.keySet(), Ec2Look.ALL).stream().collect(Collectors.toMap(Instance::instanceId, instance -> instance));
        var why = new LinkedHashMap<String, String>();
        byId.forEach((id, machine) -> {
            var instance = listed.get(id);
            if (instance != null && Ec2Look.isTerminated(instance)) {
                why.put(id, Ec2Look.whyEnded(instance));
            } else if (instance == null && isOld(machine)) {
                why.put(id, "EC2 does not know it any more");
            }
        });
        if (agents.isKnown() && !why.isEmpty()) {
            var known = agents.look();
            why.keySet().removeIf(id -> {
                var agent = known.stream().filter(each -> id.equals(each.attributes().get("instance-id"))).map(Agents.Agent::id).findFirst();
                return !isTold(id, agent.or(() -> Optional.ofNullable(byId.get(id)).map(Machine::agent)));
            });
        }
        return why;
    }

    /** One that is refused keeps nothing back from the others. */
    private boolean isTold(String machine, Optional<String> agent) {
        if (agent.isEmpty()) {
            LOG.info("no master lists an agent on {} any more: what ran there is out of sight until its timeouts", machine);
            return true;
        }
        try {
            agents.gone(agent.get());
            return true;
        } catch (RuntimeException e) {
            LOG.info("that agent {} on {} is gone cannot be told now: {}", agent.get(), machine, e.getMessage());
            return false;
        }
    }

    private boolean isOld(Machine machine) {
        return machine.launchedAt().plus(LISTED).isBefore(clock.instant());
    }

    private synchronized boolean isQuiet(String lease) {
        return !underWay.containsKey(lease);
    }

    @Override
    public Instant lookAgain(Machine machine) {
        return clock.instant().plus(settings.poll());
    }

    @Override
    public List<Machine> busy(Collection<Machine> machines) {
        var byId = machines.stream().collect(Collectors.toMap(Machine::id, machine -> machine));
        return farewell.busy(living(machines)).stream()
                .flatMap(instance -> Stream.ofNullable(byId.get(instance.instanceId())))
                .toList();
    }

    @Override
    public List<Stray> sweep(Set<String> leases) {
        var known = leases.stream().map(Ec2Tags::lease).collect(Collectors.toSet());
        var now = clock.instant();
        var strays = new ArrayList<Stray>();
        for (var instance : look.ofCluster()) {
            var why = whyStray(instance, known, now);
            if (why != null && Ec2Look.isAlive(instance)) {
                strays.add(new Stray(instance.instanceId(), Ec2Tags.get(instance, Ec2Tags.POOL), why, ended(instance)));
            }
        }
        return strays;
    }

    /** Why not; empty: it ends. One that is protected keeps no other alive. */
    private String ended(Instance instance) {
        try {
            end(List.of(instance));
            return "";
        } catch (AwsServiceException e) {
            return Ec2Trouble.line(e);
        }
    }

    /** One that was started a moment ago may be of a lease that is newer than the caller's knowledge. */
    private @Nullable String whyStray(Instance instance, Set<String> known, Instant now) {
        var lease = Ec2Tags.get(instance, Ec2Tags.LEASE);
        var expires = Ec2Tags.instant(instance, Ec2Tags.EXPIRES);
        if (expires != null && now.isAfter(expires.plus(OVERDUE))) {
            return "its lease " + lease + " was to end at " + expires;
        }
        boolean isOurs = Ec2Tags.get(instance, Ec2Tags.OWNER).equals(settings.owner());
        return isOurs && !known.contains(lease) && now.isAfter(instance.launchTime().plus(NEW)) ? "nobody knows its lease " + lease : null;
    }

    @Override
    public void close() {
        elastigroups.close();
        agents.close();
        aws.close();
    }
}
