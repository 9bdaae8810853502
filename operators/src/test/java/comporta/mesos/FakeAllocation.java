package comporta.mesos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is free on agents, and to whom it is offered: all of an agent to one framework at a time. */
final class FakeAllocation {
    private static final double DUST = 0.0005;
    private static final double LEAST_CPUS = 0.01;
    private static final double LEAST_MEM = 32;

    private final FakeMaster master;
    private final Map<FakeTask, Map<String, Double>> used = new HashMap<>();
    private int offers;

    FakeAllocation(FakeMaster master) {
        this.master = master;
    }

    void offer(FakeGuest guest) {
        if (guest.suppressed || guest.stream == null || !master.knowsTasks()) {
            return;
        }
        var told = new ArrayList<Map<String, Object>>();
        for (var agent : master.agents) {
            var filtered = guest.filters.get(agent.id);
            boolean isFiltered = filtered != null && filtered - System.nanoTime() > 0;
            boolean isHeld = master.guests.values().stream().flatMap(each -> each.offers.values().stream()).anyMatch(each -> each.agent() == agent);
            var free = free(agent);
            if (agent.connected && !agent.draining && !isFiltered && !isHeld
                    && (free.getOrDefault("cpus", 0.0) >= LEAST_CPUS || free.getOrDefault("mem", 0.0) >= LEAST_MEM)) {
                var held = new FakeGuest.HeldOffer(master.id + "-O" + offers++, agent, guest.role(), free, List.of(new long[] {31000, 31009}));
                guest.offers.put(held.id(), held);
                told.add(shown(guest, held));
            }
        }
        if (!told.isEmpty()) {
            guest.tell(Tree.of("type", "OFFERS", "offers", Map.of("offers", told)));
        }
    }

    private Map<String, Double> free(FakeAgent agent) {
        var free = new LinkedHashMap<>(agent.scalars);
        used.forEach((task, taken) -> {
            if (task.agent == agent) {
                taken.forEach((name, amount) -> free.merge(name, -amount, Double::sum));
            }
        });
        free.replaceAll((name, amount) -> Math.round(amount * 1000) / 1000.0);
        free.values().removeIf(amount -> amount < DUST);
        return free;
    }

    /** What tasks hold of it. */
    Map<String, Double> used(FakeAgent agent) {
        var sum = new LinkedHashMap<String, Double>();
        used.forEach((task, taken) -> {
            if (task.agent == agent) {
                taken.forEach((name, amount) -> sum.merge(name, amount, Double::sum));
            }
        });
        return sum;
    }

    private static Map<String, Object> shown(FakeGuest guest, FakeGuest.HeldOffer offer) {
        var resources = new ArrayList<Map<String, Object>>();
        var role = Map.of("role", offer.role());
        offer.scalars().forEach((name, amount) -> resources.add(
                Tree.of("name", name, "type", "SCALAR", "scalar", Map.of("value", amount), "allocation_info", role)));
        resources.add(Tree.of("name", "ports", "type", "RANGES", "ranges", Map.of("range", offer.ports().stream()
                .map(range -> Map.of("begin", range[0], "end", range[1]))
                .toList()), "allocation_info", role));
        return Tree.of(
                "id", Tree.value(offer.id()),
                "framework_id", Tree.value(guest.id),
                "agent_id", Tree.value(offer.agent().id),
                "hostname", "localhost",
                "url", Tree.of("scheme", "http", "address", Tree.of("hostname", "localhost", "ip", "127.0.0.1", "port", offer.agent().url().getPort()),
                        "path", "/slave(1)"),
                "resources", resources,
                "attributes", offer.agent().attributesShown(),
                "allocation_info", role);
    }

    void decline(FakeGuest guest, Tree decline) {
        decline.all("offer_ids").forEach(each -> {
            var offer = guest.offers.remove(each.text("value"));
            if (offer != null) {
                filter(guest, offer.agent(), decline);
            }
        });
    }

    private static void filter(FakeGuest guest, FakeAgent agent, Tree call) {
        double seconds = call.in("filters").number("refuse_seconds").orElse(5.0);
        guest.filters.put(agent.id, System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    /** All those offers as one, which they are from now on no more. */
    FakeGuest.HeldOffer use(FakeGuest guest, List<String> ids, Tree accept) {
        var held = ids.stream().map(guest.offers::remove).toList();
        var first = held.getFirst();
        filter(guest, first.agent(), accept);
        return new FakeGuest.HeldOffer(first.id(), first.agent(), first.role(), new HashMap<>(free(first.agent())), first.ports());
    }

    /** Null when it fits, and is taken. */
    @Nullable String take(FakeGuest.HeldOffer offer, Tree info) {
        var wanted = new LinkedHashMap<String, Double>();
        for (var resource : info.all("resources")) {
            var role = resource.in("allocation_info").text("role");
            if (!role.isEmpty() && !role.equals(offer.role())) {
                return "Total resources " + resource.text("name") + "(allocated: " + role + ") required by task is more than available";
            }
            if (resource.has("scalar")) {
                wanted.merge(resource.text("name"), resource.in("scalar").number("value").orElse(0.0), Double::sum);
            }
        }
        for (var each : wanted.entrySet()) {
            if (each.getValue() > offer.scalars().getOrDefault(each.getKey(), 0.0) + DUST) {
                return "Total resources cpus: " + wanted + " required by task and its executor is more than available " + offer.scalars();
            }
        }
        wanted.forEach((name, amount) -> offer.scalars().merge(name, -amount, Double::sum));
        used.put(new FakeTask(info.id("task_id"), offer.agent(), info), wanted);
        return null;
    }

    void giveBack(FakeTask task) {
        used.keySet().removeIf(each -> each.id.equals(task.id));
        master.guests.values().forEach(guest -> guest.filters.remove(task.agent.id));   // more is free than was declined
    }

    void takeBack(FakeGuest guest) {
        guest.offers.clear();
    }

    void rescind(FakeGuest guest, FakeAgent agent) {
        guest.offers.values().removeIf(offer -> {
            boolean gone = offer.agent() == agent;
            if (gone) {
                guest.tell(Tree.of("type", "RESCIND", "rescind", Map.of("offer_id", Tree.value(offer.id()))));
            }
            return gone;
        });
    }
}
