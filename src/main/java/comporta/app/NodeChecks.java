package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.KeyedFile;
import comporta.dagfile.MachineMix;
import java.util.List;
import java.util.Map;

/** What a table of keys cannot say of machines: the types of a slave type go together. */
final class NodeChecks {
    private NodeChecks() {}

    /** @param values the file's with the environment's over them */
    static void check(Map<String, Object> values, KeyedFile file) {
        var nodes = PlainData.block(values, "nodes");
        PlainData.block(nodes, "slave_types").forEach((name, block) -> {
            if (block instanceof Map<?, ?> type) {
                mix(name, type, file);
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
}
