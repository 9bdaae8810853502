package comporta.nodes;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Spotinst's API of Elastigroups as far as it is used; the instances of its groups are started at moto. */
public final class FakeSpotinst extends FakeCluster {
    /** One group, as it was asked for, and its instances. */
    private static final class Group {
        final String id;
        final List<String> instances = new ArrayList<>();
        Map<String, Object> wanted;

        Group(String id, Map<String, Object> wanted) {
            this.id = id;
            this.wanted = wanted;
        }

        String name() {
            return String.valueOf(wanted.get("name"));
        }

        Map<String, Object> shown() {
            var shown = new LinkedHashMap<>(wanted);
            shown.put("id", id);
            return shown;
        }
    }

    private static final InstanceMarketOptionsRequest SPOT = InstanceMarketOptionsRequest.builder().marketType(MarketType.SPOT).build();

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Aws aws = new Aws(Moto.REGION, Moto.url());
    private final String token;
    private int created;
    private int room = Integer.MAX_VALUE;

    public FakeSpotinst(Path folder, String token) throws IOException {
        super(folder);
        this.token = token;
    }

    @Override
    protected synchronized FakeAnswer answer(FakeCall call) {
        if (!("Bearer " + token).equals(call.headers().getFirst("Authorization"))) {
            return told(401, "errors", List.of(Map.of("code", "UNAUTHORIZED", "message", "no such token")));
        }
        var parts = call.path().split("/", -1);
        var id = parts.length > 4 ? parts[4] : "";
        if (call.is("GET", "/aws/ec2/group")) {
            return items(groups.values().stream().filter(group -> group.name().equals(call.query().get("name"))).map(Group::shown).toList());
        }
        if (call.is("POST", "/aws/ec2/group")) {
            var group = new Group("sig-0000000" + ++created, PlainData.block(PlainData.mapFromJson(call.body()), "group"));
            groups.put(group.id, group);
            note("start " + group.name());
            fill(group);
            return items(List.of(group.shown()));
        }
        var group = groups.get(id);
        if (group == null) {
            return told(400, "errors", List.of(Map.of("code", "GROUP_DOESNT_EXIST", "message", "no group " + id)));
        }
        if (call.method().equals("DELETE")) {
            end(group.instances);
            groups.remove(id);
        } else if (call.path().endsWith("/capacity")) {
            target(group, number(PlainData.block(PlainData.mapFromJson(call.body()), "capacity").get("target")));
            fill(group);
        } else {
            var gone = list(PlainData.mapFromJson(call.body()).get("instancesToDetach")).stream().map(String::valueOf).toList();
            group.instances.removeAll(gone);
            target(group, target(group) - gone.size());
            end(gone);
        }
        return items(List.of());
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    private static int target(Group group) {
        return number(PlainData.block(group.wanted, "capacity").get("target"));
    }

    private static void target(Group group, int target) {
        var wanted = new LinkedHashMap<>(group.wanted);
        wanted.put("capacity", Map.of("minimum", 0, "maximum", Math.max(0, target), "target", Math.max(0, target)));
        group.wanted = wanted;
    }

    /** There is room for so many machines of each group from now on. */
    synchronized void room(int machines) {
        room = machines;
    }

    /** As it does all the time: what is missing of its groups is started, that which has ended too. */
    synchronized void refill() {
        var living = aws.ec2().describeInstances(which -> which.filters(state -> state.name("instance-state-name").values("pending", "running"))).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream()).map(Instance::instanceId).toList();
        groups.values().forEach(group -> {
            group.instances.retainAll(living);
            fill(group);
        });
    }

    private void fill(Group group) {
        int target = Math.min(room, target(group));
        var compute = PlainData.block(group.wanted, "compute");
        var launch = PlainData.block(compute, "launchSpecification");
        var type = String.valueOf(list(PlainData.block(compute, "instanceTypes").get("spot")).getFirst());
        var tags = new ArrayList<Tag>();
        for (var tag : list(launch.get("tags"))) {
            if (tag instanceof Map<?, ?> map) {
                tags.add(Tag.builder().key(String.valueOf(map.get("tagKey"))).value(String.valueOf(map.get("tagValue"))).build());
            }
        }
        tags.add(Tag.builder().key(Ec2Tags.ELASTIGROUP).value(group.id).build());
        boolean isSpot = PlainData.block(group.wanted, "strategy").get("risk") instanceof Number risk && risk.intValue() == 100;
        while (group.instances.size() < target) {
            var started = aws.ec2().runInstances(run -> run.instanceMarketOptions(isSpot ? SPOT : null).imageId(String.valueOf(launch.get("imageId"))).instanceType(type).minCount(1).maxCount(1)
                    .tagSpecifications(TagSpecification.builder().resourceType(ResourceType.INSTANCE).tags(tags).build()));
            group.instances.addAll(started.instances().stream().map(Instance::instanceId).toList());
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private void end(List<String> ids) {
        if (!ids.isEmpty()) {
            aws.ec2().terminateInstances(end -> end.instanceIds(ids));
        }
    }

    /** Groups that there are. */
    public synchronized List<String> names() {
        return groups.values().stream().map(Group::name).toList();
    }

    private static FakeAnswer items(List<?> items) {
        return told(200, "items", items);
    }

    private static FakeAnswer told(int status, String name, List<?> items) {
        return FakeAnswer.json(status, Map.of("request", Map.of(), "response", Map.of(
                "status", Map.of("code", status, "message", "-"), "kind", "spotinst:aws:ec2:group", name, items, "count", items.size())));
    }

    @Override
    public boolean holds(String name) {
        return names().contains(name);
    }

    @Override
    public void close() {
        super.close();
        aws.close();
    }
}
