package comporta.mesos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A machine of a cluster, as its master knows it.
 *
 * @param state {@code active}, {@code draining}, {@code drained}, {@code deactivated} or {@code inactive}
 * @param attributes as their owner wrote them, by name
 * @param total scalar resources by name: cores, MB
 * @param free what of them no task and no offer holds
 * @param busy whether tasks or executors hold any of it
 */
public record MesosAgent(
        String id, String hostname, String address, String version, String state, Map<String, String> attributes, Map<String, Double> total,
        Map<String, Double> free, boolean busy) {

    static MesosAgent read(Tree agent) {
        var info = agent.in("agent_info");
        var total = scalars(agent.all("total_resources"));
        var free = new LinkedHashMap<>(total);
        var held = scalars(agent.all("allocated_resources"));
        held.forEach((name, amount) -> free.merge(name, -amount, Double::sum));
        scalars(agent.all("offered_resources")).forEach((name, amount) -> free.merge(name, -amount, Double::sum));
        free.replaceAll((name, amount) -> Math.round(amount * 1000) / 1000.0);
        var pid = agent.text("pid");
        return new MesosAgent(
                info.id("id"), info.text("hostname"), pid.substring(pid.indexOf('@') + 1), agent.text("version"), state(agent),
                info.all("attributes").stream().map(Attribute::read)
                        .collect(Collectors.toMap(Attribute::name, Attribute::shown, (one, other) -> one + "," + other,
                                LinkedHashMap::new)),
                total, free, held.values().stream().anyMatch(amount -> amount > 0));
    }

    private static String state(Tree agent) {
        var drain = agent.in("drain_info").text("state");
        return drain.equals("DRAINING") ? "draining"
                : drain.equals("DRAINED") ? "drained"
                : agent.is("deactivated") ? "deactivated"
                : agent.is("active") ? "active" : "inactive";
    }

    private static Map<String, Double> scalars(List<Tree> resources) {
        var scalars = new LinkedHashMap<String, Double>();
        resources.stream()
                .filter(resource -> resource.has("scalar"))
                .forEach(resource -> scalars.merge(resource.text("name"), resource.in("scalar").number("value").orElse(0.0), Double::sum));
        return scalars;
    }
}
