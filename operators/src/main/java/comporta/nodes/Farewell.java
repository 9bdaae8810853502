package comporta.nodes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * How machines leave: marked, so that whoever comes after a crash goes on; then without new tasks; and ended once nothing runs on them. What
 * runs there may be others' work, and is never ended for that.
 */
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration FOREVER = Duration.ofDays(3650);

    private final Aws aws;
    private final Agents agents;
    private final InstantSource clock;
    private final Consumer<List<Instance>> end;

    Farewell(Aws aws, Agents agents, InstantSource clock, Consumer<List<Instance>> end) {
        this.aws = aws;
        this.agents = agents;
        this.clock = clock;
        this.end = end;
    }

    /** One step further; asked again until all are gone. */
    void leave(List<Instance> instances, Duration drain) {
        var living = instances.stream().filter(instance -> !isOnItsWay(instance)).toList();
        mark(living);
        List<Instance> busy;
        try {
            busy = agents.isKnown() ? busy(living) : List.of();
        } catch (IllegalStateException e) {
            // While the master is silent nobody knows what runs where: for so long it is waited for.
            busy = living.stream().filter(instance -> !isTimeOver(instance, drain)).toList();
        }
        var ready = new ArrayList<>(living);
        ready.removeAll(busy);
        if (!ready.isEmpty()) {
            forget(ready);
            end.accept(ready);
        }
    }

    /** One step on the way to so many: idle ones are asked to go, and those that were asked before go once their work is done. */
    void shrink(List<Instance> living, int staying) {
        int surplus = living.size() - staying;
        if (surplus <= 0) {
            return;
        }
        var known = agents.isKnown() ? agents.look() : List.<Agents.Agent>of();
        var going = living.stream()
                .filter(instance -> Ec2Tags.has(instance, Ec2Tags.LEAVING) || !isBusy(instance, known))
                .sorted(Comparator.comparing((Instance instance) -> !Ec2Tags.has(instance, Ec2Tags.LEAVING))
                        .thenComparing(Instance::launchTime, Comparator.reverseOrder())
                        .thenComparing(Instance::instanceId))
                .limit(surplus)
                .toList();
        leave(going, FOREVER);
    }

    private static boolean isBusy(Instance instance, List<Agents.Agent> known) {
        var agent = Ec2Look.agent(instance, known);
        return agent != null && agent.busy();
    }

    private static boolean isOnItsWay(Instance instance) {
        return instance.state().nameAsString().equals("shutting-down");
    }

    private void mark(List<Instance> living) {
        var unmarked = living.stream().filter(instance -> !Ec2Tags.has(instance, Ec2Tags.LEAVING)).map(Instance::instanceId).toList();
        if (!unmarked.isEmpty()) {
            var since = clock.instant().toString();
            aws.ec2().createTags(tags -> tags.resources(unmarked).tags(Tag.builder().key(Ec2Tags.LEAVING).value(since).build()));
        }
    }

    /** Those that EC2 will end by itself get no new tasks, and free their places. */
    void vacate(List<Instance> leaving) {
        mark(leaving);
        var standing = leaving.stream().filter(instance -> Ec2Tags.key(instance).index() >= 0).map(Instance::instanceId).toList();
        if (!standing.isEmpty()) {
            aws.ec2().createTags(tags -> tags.resources(standing).tags(Tag.builder().key(Ec2Tags.INDEX).value(Ec2Tags.VACATED).build()));
        }
        var _ = agents.isKnown() ? busy(leaving) : List.<Instance>of();
    }

    /** Those that EC2 may leave alone for long: they end by themselves once their work is done. */
    void retire(List<Instance> leaving) {
        leave(leaving, FOREVER);
    }

    private boolean isTimeOver(Instance instance, Duration drain) {
        var since = Ec2Tags.instant(instance, Ec2Tags.LEAVING);
        return since != null ? !clock.instant().isBefore(since.plus(drain)) : drain.isZero();
    }

    /** Those that something runs on. None of them gets new tasks from here on: what was idle before that may have got one meanwhile. */
    List<Instance> busy(List<Instance> living) {
        var known = agents.look();
        boolean changed = false;
        for (var instance : living) {
            var agent = Ec2Look.agent(instance, known);
            if (agent != null && agent.active()) {
                agents.deactivate(agent);
                changed = true;
            }
        }
        var now = changed ? agents.look() : known;
        return living.stream()
                .filter(instance -> {
                    var agent = Ec2Look.agent(instance, now);
                    return agent != null && agent.busy();
                })
                .toList();
    }

    /** The master is told, so that it does not wait for agents that will never come back. That it hears of it is not needed. */
    private void forget(List<Instance> leaving) {
        try {
            var known = agents.look();
            for (var instance : leaving) {
                var agent = Ec2Look.agent(instance, known);
                if (agent != null) {
                    agents.drain(agent, GRACE);
                }
            }
        } catch (IllegalStateException e) {
            LOG.info("machines end without the master: {}", e.getMessage());
        }
    }
}
