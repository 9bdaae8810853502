package comporta.nodes;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags of our machines: what a scheduler that knows nothing else needs to go on with them, or to end them. */
final class Ec2Tags {
    static final String LEASE = "comporta-lease";
    static final String INDEX = "comporta-index";
    static final String TOKEN = "comporta-token";
    static final String OWNER = "comporta-owner";
    static final String POOL = "node-pool";
    static final String SLAVE_TYPE = "slave-type";
    static final String CLUSTER = "cluster";
    static final String EXPIRES = "expires-at";
    /** Since when a machine is being given back. */
    static final String LEAVING = "downscale";
    /** At the place of one that will be taken away another may stand already. */
    static final String VACATED = "vacated";
    static final String SCALING_GROUP = "aws:autoscaling:groupName";
    static final String ELASTIGROUP = "spotinst:aws:ec2:group:id";

    private static final int LONGEST = 256;

    private Ec2Tags() {}

    /** What a lease is called in tags, which hold no more than 256 characters. */
    static String lease(String id) {
        return id.length() <= LONGEST ? id : Hash.of(id, 40);
    }

    /** Those of every machine of the request's lease, whichever place it will stand at. */
    static Map<String, String> ofLease(MachineRequest request, Ec2Settings settings) {
        var tags = new LinkedHashMap<String, String>();
        request.tags().forEach((name, value) -> tags.put(cut(name, 128), cut(value, LONGEST)));
        tags.put("Name", cut(settings.cluster() + "-" + request.slaveType() + "-" + request.pool(), LONGEST));
        tags.put(SLAVE_TYPE, request.slaveType());
        tags.put(POOL, cut(request.pool(), LONGEST));
        tags.put(CLUSTER, settings.cluster());
        tags.put(OWNER, settings.owner());
        tags.put(LEASE, lease(request.key().lease()));
        return tags;
    }

    /** Those of the machine at the request's place. */
    static Map<String, String> of(MachineRequest request, Ec2Settings settings) {
        var tags = ofLease(request, settings);
        tags.put(INDEX, Integer.toString(request.key().index()));
        tags.put(TOKEN, request.token());
        return tags;
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    static @Nullable String find(Instance instance, String name) {
        return instance.tags().stream().filter(tag -> tag.key().equals(name)).map(Tag::value).findFirst().orElse(null);
    }

    static String get(Instance instance, String name) {
        var found = find(instance, name);
        return found == null ? "" : found;
    }

    static boolean has(Instance instance, String name) {
        return find(instance, name) != null;
    }

    /** That instant; null when the tag is missing or holds none. */
    static @Nullable Instant instant(Instance instance, String name) {
        var text = find(instance, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The place that it stands at; index -1: it has none yet, or has given it up. */
    static MachineKey key(Instance instance) {
        var index = get(instance, INDEX);
        return new MachineKey(get(instance, LEASE), index.isEmpty() || !index.chars().allMatch(Character::isDigit) ? -1 : Integer.parseInt(index));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
