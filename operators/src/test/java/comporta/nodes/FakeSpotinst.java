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
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Spotinst's API of Elastigroups as far as it is used; the instances of its groups are started at moto. */
public final class FakeSpotinst extends FakeCluster {
    private final Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
    private final Map<String, List<String>> instances = new LinkedHashMap<>();
    private final Aws aws = new Aws(Moto.REGION, Moto.url());
    private final String token;
    private int created;

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
            return items(groups.values().stream().filter(group -> group.get("name").equals(call.query().get("name"))).toList());
        }
        if (call.is("POST", "/aws/ec2/group")) {
            return create(PlainData.block(PlainData.mapFromJson(call.body()), "group"));
        }
        if (!groups.containsKey(id)) {
            return told(400, "errors", List.of(Map.of("code", "GROUP_DOESNT_EXIST", "message", "no group " + id)));
        }
        if (call.method().equals("DELETE")) {
            end(instances.remove(id));
            groups.remove(id);
        } else if (call.path().endsWith("/capacity")) {
            var group = new LinkedHashMap<>(groups.get(id));
            group.put("capacity", PlainData.mapFromJson(call.body()).get("capacity"));
            groups.put(id, group);
            fill(id);
        } else {
            var gone = ((List<?>) PlainData.mapFromJson(call.body()).get("instancesToDetach")).stream().map(String::valueOf).toList();
            instances.get(id).removeAll(gone);
            end(gone);
        }
        return items(List.of());
    }

    private FakeAnswer create(Map<String, Object> wanted) {
        var group = new LinkedHashMap<>(wanted);
        group.put("id", "sig-0000000" + ++created);
        groups.put(group.get("id").toString(), group);
        instances.put(group.get("id").toString(), new ArrayList<>());
        note("start " + group.get("name"));
        fill(group.get("id").toString());
        return items(List.of(group));
    }

    private void fill(String id) {
        var group = groups.get(id);
        int target = ((Number) PlainData.block(group, "capacity").get("target")).intValue();
        var launch = PlainData.block(PlainData.block(group, "compute"), "launchSpecification");
        var types = (List<?>) PlainData.block(PlainData.block(group, "compute"), "instanceTypes").get("spot");
        var tags = new ArrayList<Tag>();
        ((List<?>) launch.get("tags")).forEach(tag -> tags.add(Tag.builder()
                .key(String.valueOf(((Map<?, ?>) tag).get("tagKey"))).value(String.valueOf(((Map<?, ?>) tag).get("tagValue"))).build()));
        tags.add(Tag.builder().key(Ec2Tags.ELASTIGROUP).value(id).build());
        while (instances.get(id).size() < target) {
            var started = aws.ec2().runInstances(run -> run.imageId(launch.get("imageId").toString()).instanceType(types.getFirst().toString()).minCount(1).maxCount(1)
                    .tagSpecifications(spec -> spec.resourceType(ResourceType.INSTANCE).tags(tags)));
            instances.get(id).addAll(started.instances().stream().map(Instance::instanceId).toList());
        }
    }

    private void end(List<String> ids) {
        if (!ids.isEmpty()) {
            aws.ec2().terminateInstances(end -> end.instanceIds(ids));
        }
    }

    /** Groups that there are. */
    synchronized List<Object> names() {
        return groups.values().stream().map(group -> group.get("name")).toList();
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
