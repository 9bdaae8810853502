package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.KeyedFile;
import comporta.dagfile.MachineMix;
import java.util.List;
import java.util.Map;

/** What a table of keys cannot say of machines: types go together, and a slave type says what its machines are made of. */
final class NodeChecks {
    private NodeChecks() {}

    /** @param values the file's with the environment's over them */
    static void check(Map<String, Object> values, KeyedFile file) {
        var nodes = PlainData.block(values, "nodes");
        boolean isReal = "ec2".equals(nodes.get("provider"));
        PlainData.block(nodes, "slave_types").forEach((name, block) -> {
            if (block instanceof Map<?, ?> type) {
                mix(name, type, file);
                if (isReal) {
                    made(name, type, file);
                }
            }
        });
    }

    private static void mix(String name, Map<?, ?> type, KeyedFile file) {
        if (type.get("instance_types") instanceof List<?> types) {
            var names = types.stream().map(String::valueOf).toList();
            MachineMix.clash(names).ifPresent(clash -> file.error(
                    "bad-mix", "slave type \"" + name + "\": " + clash.what(), clash.fix(), "nodes", "slave_types", name, "instance_types",
                    Integer.toString(names.indexOf(clash.type()))));
        }
    }

    /** EC2 starts nothing without an image; a group knows its own. */
    private static void made(String name, Map<?, ?> type, KeyedFile file) {
        boolean isScaled = !Boolean.FALSE.equals(type.get("scaled"));
        if (isScaled && type.get("image") == null && type.get("auto_scaling_group") == null) {
            file.error("missing-key", "slave type \"" + name + "\" has neither image nor auto_scaling_group, so no machine of it can be started",
                    "Add image: ami-…, or scaled: false", "nodes", "slave_types", name);
        }
    }
}
