package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What may be tried one after the other for a machine: zone, compatible type, market. Remembers for a while what there was none of. */
final class Choices {
    /**
     * One of them.
     *
     * @param subnet null: any of that zone
     * @param zone null: that of the subnet, or any
     */
    record Choice(String type, boolean isSpot, @Nullable String subnet, @Nullable String zone) {
        /** For people. */
        String inWords() {
            var where = zone != null ? zone : subnet;
            return type + (isSpot ? " spot" : "") + (where == null ? "" : " in " + where);
        }
    }

    private record Shortage(Instant until, String why) {}

    private final Aws aws;
    private final Duration forgotten;
    private final InstantSource clock;
    private final Map<Choice, Shortage> shortages = new ConcurrentHashMap<>();
    private final Map<String, String> zones = new ConcurrentHashMap<>();

    /** @param forgotten after which there may be capacity again */
    Choices(Aws aws, Duration forgotten, InstantSource clock) {
        this.aws = aws;
        this.forgotten = forgotten;
        this.clock = clock;
    }

    /** All of them in order; the first zone differs from place to place, so that a pool is spread. */
    List<Choice> of(MachineRequest request, SlaveType type) {
        var places = places(request, type);
        var choices = new ArrayList<Choice>();
        for (boolean isSpot : markets(request)) {
            for (var name : types(request, type)) {
                for (int n = 0; n < places.size(); n++) {
                    var place = places.get((n + request.key().index()) % places.size());
                    choices.add(new Choice(name, isSpot, place.subnet(), place.zone()));
                }
            }
        }
        return choices;
    }

    /** Compatible types, the first preferred. */
    static List<String> types(MachineRequest request, SlaveType type) {
        var asked = request.make().types().stream().filter(name -> !name.equals("any")).toList();
        if (type.image() == null) {
            throw new Refused(Cause.USER, "slave type \"" + type.name() + "\" has no image in comporta.yaml, so no machine of it can be started. Add image: ami-…"
                    + (type.group() == null ? "" : ", or use operator scale, since it has an auto_scaling_group"));
        }
        var types = !asked.isEmpty() ? asked : !type.types().isEmpty() ? type.types() : List.of(request.type());
        if (types.getFirst().equals("any")) {
            throw new Refused(Cause.USER, "nobody says which instance types node pool \"" + request.pool() + "\" has. Add instance_types to it, or to "
                    + "slave type \"" + type.name() + "\" in comporta.yaml");
        }
        return types;
    }

    static List<Boolean> markets(MachineRequest request) {
        return switch (request.market()) {
            case "spot" -> List.of(true);
            case "spot-with-fallback" -> List.of(true, false);
            default -> List.of(false);
        };
    }

    /** A subnet, a zone, or neither. */
    record Place(@Nullable String subnet, @Nullable String zone) {}

    /** Where machines may stand; never empty. */
    List<Place> places(MachineRequest request, SlaveType type) {
        var wanted = request.make().zones().isEmpty() ? type.zones() : request.make().zones();
        if (type.subnets().isEmpty()) {
            return wanted.isEmpty() ? List.of(new Place(null, null)) : wanted.stream().map(zone -> new Place(null, zone)).toList();
        }
        if (wanted.isEmpty()) {
            return type.subnets().stream().map(subnet -> new Place(subnet, null)).toList();
        }
        if (!zones.keySet().containsAll(type.subnets())) {
            aws.ec2().describeSubnets(subnets -> subnets.subnetIds(type.subnets())).subnets().stream()
                    .collect(Collectors.toMap(Subnet::subnetId, Subnet::availabilityZone))
                    .forEach(zones::put);
        }
        var places = type.subnets().stream()
                .filter(subnet -> wanted.contains(zones.getOrDefault(subnet, "")))
                .map(subnet -> new Place(subnet, zones.get(subnet)))
                .toList();
        if (places.isEmpty()) {
            throw new Refused(Cause.USER, "slave type \"" + type.name() + "\" has no subnet in " + String.join(", ", wanted) + ". Its subnets are in "
                    + type.subnets().stream().map(subnet -> zones.getOrDefault(subnet, "?")).distinct().collect(Collectors.joining(", ")));
        }
        return places;
    }

    void ranOut(Choice choice, String why) {
        shortages.put(choice, new Shortage(clock.instant().plus(forgotten), why));
    }

    /** Why it need not be tried now; null: it may be. */
    @Nullable String shortage(Choice choice) {
        var shortage = shortages.get(choice);
        if (shortage != null && shortage.until().isAfter(clock.instant())) {
            return shortage.why();
        }
        shortages.remove(choice);
        return null;
    }

    /** Until the first of them may be tried again. */
    Duration pause(List<Choice> choices) {
        var now = clock.instant();
        var first = choices.stream()
                .flatMap(choice -> Stream.ofNullable(shortages.get(choice)))
                .map(Shortage::until)
                .min(Instant::compareTo)
                .orElse(now);
        return first.isAfter(now) ? Duration.between(now, first) : Duration.ofMillis(1);
    }
}
