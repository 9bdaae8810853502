package comporta.cluster;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.COUNT;
import static comporta.dagfile.Types.SIZE;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TEXT_BY_NAME;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.mapOf;

import comporta.dag.PlainData;
import comporta.dag.Sizes;
import comporta.dag.Suggestion;
import comporta.dagfile.KeyedFile;
import comporta.dagfile.Type;
import comporta.dagfile.Type.MapOf.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.yaml}: every stack as it should be.
 *
 * @param endpoint a stand-in of AWS; null: AWS itself
 * @param smoke the job that proves an upgraded test cluster, as program and arguments; empty: none
 */
public record ClusterFile(String region, @Nullable String endpoint, List<String> smoke, Map<String, Stack> stacks) {
    private static final long GIGABYTE = 1024L * 1024 * 1024;
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");
    /** All that is written into the machines' first script is spelt by one of these, so that none of it can be more than a word of it. */
    private static final Pattern ADDRESS = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern NETWORK = Pattern.compile("[0-9.]{7,15}/([12]?\\d|3[0-2])");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./-]{1,200}");
    private static final Pattern ADDRESS_OF_A_FILE = Pattern.compile("(https?|file)://[A-Za-z0-9_./:{}~%?=&-]{1,500}");

    private static final Type.Block KIND = block("machine",
            key("instance_type", TEXT, "such as m5.large").needed(),
            key("instance_profile", TEXT, "role of the machines"),
            key("disk", SIZE, "size of the disk; absent: the image's"),
            key("addresses", TEXTS, "private addresses, an odd number").needed());

    private static final Type.Block SLAVE_TYPE = block("slave type",
            key("instance_type", TEXT, "such as m5.2xlarge").needed(),
            key("instance_profile", TEXT, "role of the machines"),
            key("disk", SIZE, "size of the disk; absent: the image's"),
            key("nodes", COUNT, "0", "fixed agents"),
            key("group", block("group",
                    key("name", TEXT, "of the auto-scaling group").needed(),
                    key("min", COUNT, "0", "machines at least"),
                    key("max", COUNT, "machines at most").needed()), "an auto-scaling group in place of fixed agents"),
            key("attributes", TEXT_BY_NAME, "further Mesos attributes"));

    private static final Type.Block STACK = block("stack",
            key("mesos", TEXT, "version of Mesos").needed(),
            key("image", TEXT, "machine image").needed(),
            key("archive", TEXT, "address of a Mesos archive with {version} in it; absent: the image holds /opt/mesos/VERSION"),
            key("subnets", TEXTS, "subnets; those of the masters' addresses among them").needed(),
            key("key", TEXT, "key pair"),
            key("allow", TEXTS, "networks that may reach the machines, besides themselves"),
            key("door", TEXT, "where masters are asked, {address} stands for each; absent: at their addresses"),
            key("masters", KIND, "machines with ZooKeeper and a master").needed(),
            key("slave_types", mapOf(Names.ID, SLAVE_TYPE), "agents, by slave type"));

    private static final Type.Block ALL = block("the cluster file",
            key("region", TEXT, "us-east-1", "region"),
            key("endpoint", TEXT, "a stand-in of AWS"),
            key("smoke", TEXTS, "program and arguments of the job that proves a test cluster"),
            key("stacks", mapOf(Names.ID, STACK), "clusters, by name").needed());

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with every mistake, each with its place and how to mend it
     */
    public static ClusterFile read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no cluster file " + file + ". Write one as docs/cluster.md shows, or name it with --file", e);
        }
        return read(file.toString(), bytes);
    }

    static ClusterFile read(String shownPath, byte[] bytes) {
        var read = KeyedFile.read(shownPath, bytes, ALL);
        Map<String, Stack> stacks = new LinkedHashMap<>();
        if (read.problems().isEmpty()) {
            PlainData.block(read.values(), "stacks").forEach((name, values) -> {
                var stack = stack(name, PlainData.plain((Map<?, ?>) values));
                check(stack, read);
                stacks.put(name, stack);
            });
        }
        if (!read.problems().isEmpty()) {
            throw new IllegalArgumentException("the cluster file cannot be used.\n"
                    + read.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return new ClusterFile(text(read.values(), "region", "us-east-1"), any(read.values(), "endpoint"), texts(read.values(), "smoke"), stacks);
    }

    /**
     * The stack of that name.
     *
     * @throws IllegalArgumentException when the file has none
     */
    public Stack stack(String name) {
        var found = stacks.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the cluster file has no stack \"" + name + "\". "
                    + Suggestion.didYouMean(name, stacks.keySet(), "It has: " + String.join(", ", stacks.keySet())));
        }
        return found;
    }

    private static Stack stack(String name, Map<String, Object> values) {
        var masters = PlainData.block(values, "masters");
        Map<String, Stack.SlaveType> types = new LinkedHashMap<>();
        PlainData.block(values, "slave_types").forEach((type, said) -> {
            var own = PlainData.plain((Map<?, ?>) said);
            var group = PlainData.block(own, "group");
            Map<String, String> attributes = new LinkedHashMap<>();
            PlainData.block(own, "attributes").forEach((attribute, value) -> attributes.put(attribute, String.valueOf(value)));
            types.put(type, new Stack.SlaveType(
                    type, kind(own), number(own, "nodes"),
                    group.isEmpty() ? null : new Stack.Group(text(group, "name", ""), number(group, "min"), number(group, "max")), attributes));
        });
        return new Stack(
                name, text(values, "mesos", ""), text(values, "image", ""), any(values, "archive"), texts(values, "subnets"), any(values, "key"),
                texts(values, "allow"), any(values, "door"), texts(masters, "addresses"), kind(masters), types, false);
    }

    private static Stack.Kind kind(Map<String, Object> values) {
        var disk = any(values, "disk");
        return new Stack.Kind(text(values, "instance_type", ""), any(values, "instance_profile"), disk == null ? null : Math.max(1, Sizes.parse(disk) / GIGABYTE));
    }

    private static void check(Stack stack, KeyedFile file) {
        var where = new String[] {"stacks", stack.name()};
        fits(file, VERSION, stack.mesos(), "bad-value", "a version such as 1.11.0", where, "mesos");
        if (stack.archive() != null) {
            fits(file, ADDRESS_OF_A_FILE, stack.archive(), "bad-value", "an address such as https://files.example.org/mesos-{version}.tar.gz", where, "archive");
        }
        stack.allow().forEach(network -> fits(file, NETWORK, network, "bad-value", "a network such as 10.0.0.0/8", where, "allow"));
        stack.addresses().forEach(address -> fits(file, ADDRESS, address, "bad-value", "an address such as 10.0.0.11", where, "masters", "addresses"));
        if (stack.addresses().size() % 2 == 0 || stack.addresses().stream().distinct().count() < stack.addresses().size()) {
            file.error("bad-value", stack.addresses().size() + " addresses make no quorum", "Write one, three or five different ones", path(where, "masters", "addresses"));
        }
        stack.slaveTypes().values().forEach(type -> {
            if (type.group() != null && (type.nodes() > 0 || type.group().min() > type.group().max())) {
                file.error("bad-value", "\"" + type.name() + "\" has both fixed nodes and a group, or a group whose min is above its max",
                        "Leave one out", path(where, "slave_types", type.name()));
            }
            type.attributes().forEach((name, value) -> {
                fits(file, WORD, value, "bad-value", "letters, digits and _ / . - as Mesos attributes have", where, "slave_types", type.name(), "attributes", name);
            });
        });
    }

    private static void fits(KeyedFile file, Pattern pattern, String value, String id, String wanted, String[] where, String... below) {
        if (!pattern.matcher(value).matches()) {
            file.error(id, "\"" + below[below.length - 1] + "\" is \"" + value + "\"", "Write " + wanted, path(where, below));
        }
    }

    private static String[] path(String[] where, String... below) {
        var path = new String[where.length + below.length];
        System.arraycopy(where, 0, path, 0, where.length);
        System.arraycopy(below, 0, path, where.length, below.length);
        return path;
    }

    private static @Nullable String any(Map<String, Object> values, String name) {
        var value = values.get(name);
        return value == null ? null : value.toString();
    }

    private static String text(Map<String, Object> values, String name, String otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : value.toString();
    }

    private static List<String> texts(Map<String, Object> values, String name) {
        return switch (values.get(name)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Object one -> List.of(one.toString());
        };
    }

    private static int number(Map<String, Object> values, String name) {
        return values.get(name) instanceof Number number ? number.intValue() : 0;
    }
}
