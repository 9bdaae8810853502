package comporta.dagfile;

import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import comporta.dagfile.Node.Sequence;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Places by the nodes of a file. A value that came from defaults stands there, and its key nowhere but at its task. */
final class FilePlaces implements Places {
    private final Mapping file;
    private final byte[] bytes;
    private @Nullable SourceText source;
    private final Map<String, Entry> merged = new HashMap<>();
    private final Map<String, Entry> pools = new HashMap<>();

    /** @param bytes what {@code file} was read from */
    FilePlaces(Mapping file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** From now on the values of that task are these, defaults included. */
    void merged(String task, Entry entry) {
        merged.put(task, entry);
    }

    /** That task is not in the file: it comes from a group's node pool. */
    void generated(String task, Entry nodePool) {
        pools.put(task, nodePool);
    }

    @Override
    public Place key(String... path) {
        return find(path, false);
    }

    @Override
    public Place value(String... path) {
        return find(path, true);
    }

    @Override
    public Place inText(String text, int offset, String... path) {
        if (source == null) {
            source = new SourceText(bytes);
        }
        return source.find(text, offset, value(path));
    }

    private Place find(String[] path, boolean value) {
        Node node = file;
        var place = Place.TOP;
        int at = 0;
        if (path.length > 1 && path[0].equals("tasks")) {
            var pool = pools.get(path[1]);
            var task = pool != null ? pool : value ? merged.get(path[1]) : null;
            if (task != null) {
                node = task.value();
                place = task.key().place();
                at = pool != null && path.length > 2 && path[2].equals("node_pool") ? 3 : 2;
                if (pool != null && at == 2 && path.length > 2) {
                    return place;
                }
            }
        }
        for (; at < path.length; at++) {
            if (node instanceof Mapping map) {
                var entry = entry(map, path[at], at + 1 < path.length ? path[at + 1] : null);
                if (entry == null && !isPosition(path[at])) {
                    return place;
                }
                if (entry != null) {
                    node = entry.value();
                    place = entry.key().place();
                }
            } else if (node instanceof Sequence list && isPosition(path[at])) {
                int position = Integer.parseInt(path[at]);
                if (position >= list.items().size()) {
                    return place;
                }
                node = list.items().get(position);
                place = node.place();
            } else if (node instanceof Scalar) {
                // The short form of a list or block: everything in it stands here.
                return value ? textOf(node) : isPosition(path[at]) ? node.place() : place;
            }
        }
        return value ? textOf(node) : place;
    }

    private static @Nullable Entry entry(Mapping map, String name, @Nullable String next) {
        var entry = map.entry(name);
        boolean implied = name.equals("job")
                && "command".equals(next)
                && !(entry != null && entry.value() instanceof Mapping job && job.entry("command") != null);
        var run = implied ? map.entry("run") : null;
        return run == null ? entry : run;
    }

    private static Place textOf(Node node) {
        return node instanceof Scalar scalar ? scalar.textPlace() : node.place();
    }

    private static boolean isPosition(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return false;
            }
        }
        return !part.isEmpty() && part.length() < 10;
    }
}
