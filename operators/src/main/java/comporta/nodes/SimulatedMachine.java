package comporta.nodes;

import comporta.dag.PlainData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a simulated machine. Its state is a function of the time, so a machine goes on booting while nobody looks.
 *
 * @param bootsAt from then on it is an agent
 * @param endedAt null: it was never asked to end
 */
record SimulatedMachine(MachineRequest wish, Instant launchedAt, Instant bootsAt, @Nullable Instant endedAt) {

    String id() {
        return "i-" + Hash.of(wish.token(), 17);
    }

    SimulatedMachine ended(Instant at) {
        return endedAt != null ? this : new SimulatedMachine(wish, launchedAt, bootsAt, at);
    }

    Machine at(Instant now) {
        boolean registered = (endedAt == null ? now : endedAt).compareTo(bootsAt) >= 0;
        var state = endedAt != null ? Machine.State.GONE : registered ? Machine.State.REGISTERED : Machine.State.BOOTING;
        return new Machine(
                id(),
                wish.key(),
                wish.token(),
                wish.pool(),
                wish.slaveType(),
                wish.type(),
                wish.market(),
                state,
                launchedAt,
                registered ? bootsAt : null,
                registered ? "agent-" + id().substring(2) : null);
    }

    String toJson() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", id());
        data.put("lease", wish.key().lease());
        data.put("index", wish.key().index());
        data.put("token", wish.token());
        data.put("pool", wish.pool());
        data.put("slave_type", wish.slaveType());
        data.put("type", wish.type());
        data.put("market", wish.market());
        data.put("tags", wish.tags());
        data.put("launched_at", launchedAt);
        data.put("boots_at", bootsAt);
        data.put("ended_at", endedAt);
        return PlainData.toJson(data);
    }

    static SimulatedMachine fromJson(String json) {
        var data = PlainData.mapFromJson(json);
        Map<String, String> tags = new LinkedHashMap<>();
        PlainData.block(data, "tags").forEach((name, value) -> tags.put(name, value.toString()));
        var ended = data.get("ended_at");
        return new SimulatedMachine(
                new MachineRequest(
                        new MachineKey(text(data, "lease"), Integer.parseInt(text(data, "index"))),
                        text(data, "token"),
                        text(data, "pool"),
                        text(data, "slave_type"),
                        text(data, "type"),
                        text(data, "market"),
                        tags),
                Instant.parse(text(data, "launched_at")),
                Instant.parse(text(data, "boots_at")),
                ended == null ? null : Instant.parse(ended.toString()));
    }

    private static String text(Map<String, Object> data, String name) {
        return String.valueOf(data.get(name));
    }
}
