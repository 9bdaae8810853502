package comporta.cluster;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the machines of a type may do.
 *
 * @param trust who may take the role
 * @param policies inline ones, by name
 * @param managed ARNs of policies that are attached
 * @param hasProfile whether machines can be started with it: an instance profile of the same name holds it
 */
public record Role(String name, Policy trust, Map<String, Policy> policies, Set<String> managed, boolean hasProfile) {
    private static final Set<String> KEYS = Set.of("role", "trust", "policies", "managed", "instance_profile");
    private static final Policy MACHINES = Policy.parse("""
            {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""");

    public Role {
        policies = Map.copyOf(policies);
        managed = Set.copyOf(managed);
    }

    /**
     * The roles of a folder, a JSON file each, in the order of their names.
     *
     * @param stack what stands for {@code {stack}} in them; empty: nothing does, and none of them may hold it
     * @throws IllegalArgumentException when a file cannot be used; the message says which, why, and how to mend it
     */
    public static List<Role> read(Path folder, String stack) {
        var roles = new ArrayList<Role>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
                var name = file.getFileName().toString().replaceFirst("\\.json$", "");
                roles.add(parse(name, filled(Files.readString(file), stack, file), file.toString()));
            }
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no folder of roles " + folder + ". Make it as docs/cluster.md shows, or name another", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the folder of roles " + folder + " cannot be read: " + e.getMessage() + ". Name another", e);
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("folder " + folder + " has no roles. Write one JSON file each, as docs/cluster.md shows");
        }
        return roles;
    }

    private static String filled(String text, String stack, Path file) {
        if (stack.isEmpty() && text.contains("{stack}")) {
            throw new IllegalArgumentException(file + " stands for each stack by itself: it holds {stack}. Say which one with --stack");
        }
        return text.replace("{stack}", stack);
    }

    static Role parse(String otherwise, String text, String place) {
        Map<String, Object> data;
        try {
            data = PlainData.mapFromJson(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " is no JSON object: " + e.getMessage(), e);
        }
        for (var key : data.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        place + ": there is no key \"" + key + "\". Write role, trust, policies, managed, instance_profile");
            }
        }
        var name = data.get("role") instanceof String written ? written : otherwise;
        if (!name.matches("[A-Za-z0-9+=,.@_-]{1,64}")) {
            throw new IllegalArgumentException(
                    place + ": \"role\" is \"" + name + "\", and must be 1 to 64 letters, digits and signs of + = , . @ _ -");
        }
        Map<String, Policy> policies = new LinkedHashMap<>();
        PlainData.block(data, "policies").forEach((policy, document) -> {
            if (!(document instanceof Map<?, ?> map) || !map.containsKey("Statement")) {
                throw new IllegalArgumentException(place + ": policy \"" + policy
                        + "\" is no policy document. Write {\"Version\": \"2012-10-17\", \"Statement\": […]}");
            }
            policies.put(policy, Policy.of(PlainData.plain(map)));
        });
        var managed = new TreeSet<String>();
        if (data.get("managed") instanceof List<?> list) {
            list.forEach(each -> managed.add(String.valueOf(each)));
        }
        var trust = PlainData.block(data, "trust");
        boolean hasProfile = !Boolean.FALSE.equals(data.get("instance_profile"));
        return new Role(name, trust.isEmpty() ? MACHINES : Policy.of(trust), policies, managed, hasProfile);
    }
}
