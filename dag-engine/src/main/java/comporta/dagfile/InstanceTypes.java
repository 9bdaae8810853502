package comporta.dagfile;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * EC2 instance types as far as their names tell: {@code <letters><generation><options>[-flex].<size>}. Memory and cores
 * are in the catalogue that comes along; what it lacks is judged by its name alone.
 */
record InstanceTypes(String series, String options, boolean flex, String size) {
    private static final Pattern NAME = Pattern.compile("([a-z]+[0-9]+)([a-z]*)(-flex)?\\.([a-z0-9-]+)");

    /** The types of a node pool can stand in for the first one. */
    static void checkMix(@Nullable Object nodePool, Findings found, String... path) {
        if (!(nodePool instanceof Map<?, ?> pool && pool.get("instance_types") instanceof List<?> names)) {
            return;
        }
        @Nullable String wanted = null;
        for (int n = 0; n < names.size(); n++) {
            var name = String.valueOf(names.get(n));
            if (name.contains("{{")) {
                continue;
            }
            var place = new String[path.length + 2];
            System.arraycopy(path, 0, place, 0, path.length);
            place[path.length] = "instance_types";
            place[path.length + 1] = Integer.toString(n);
            if (parse(name) == null) {
                if (name.indexOf('.') < 0) {
                    found.errorAtValue("bad-value", "\"" + name + "\" is not an instance type: the size is missing",
                            "Write e.g. m5.2xlarge", place);
                }
            } else if (wanted == null) {
                wanted = name;
            } else {
                var clash = clash(wanted, name);
                if (clash != null) {
                    found.errorAtValue("bad-mix", clash.what(), clash.fix(), place);
                }
            }
        }
    }

    /** Why {@code name} cannot stand in for {@code wanted}; null: it can, or its name says nothing. */
    static MachineMix.@Nullable Clash clash(String wanted, String name) {
        var one = parse(wanted);
        var other = parse(name);
        if (one == null || other == null) {
            return null;
        }
        var clash = one.clashWith(other);
        clash = clash == null && isLess(name, wanted) ? "less memory or fewer cores" : clash;
        return clash == null
                ? null
                : new MachineMix.Clash(name, name + " does not go with " + wanted + ": " + clash, one.companions(wanted));
    }

    private static boolean isLess(String name, String wanted) {
        var one = MachineType.catalogue().get(name);
        var other = MachineType.catalogue().get(wanted);
        return one != null && other != null && (one.memory() < other.memory() || one.cpus() < other.cpus());
    }

    /** Which types can stand in for this one. */
    private String companions(String name) {
        var fitting = MachineType.catalogue().keySet().stream()
                .filter(other -> other.endsWith("." + size) && !other.equals(name) && !isLess(other, name))
                .filter(other -> {
                    var type = parse(other);
                    return type != null && clashWith(type) == null;
                })
                .sorted()
                .toList();
        return fitting.isEmpty() ? "Keep " + name + " alone" : String.join(", ", fitting) + " would fit";
    }

    private static @Nullable InstanceTypes parse(String name) {
        var match = NAME.matcher(name);
        return match.matches()
                ? new InstanceTypes(match.group(1), match.group(2), match.group(3) != null, match.group(4))
                : null;
    }

    /** Why {@code other} cannot stand in for this one; null: by its name it can. */
    private @Nullable String clashWith(InstanceTypes other) {
        if (!series.equals(other.series)) {
            return "another series";
        }
        if (!size.equals(other.size)) {
            return "another size";
        }
        if (size.startsWith("metal") && !equals(other)) {
            return "metal is never mixed";
        }
        if (isArm() != other.isArm()) {
            return "another processor architecture";
        }
        if (options.contains("d") && !other.options.contains("d")) {
            return "no disk of its own";
        }
        return other.flex && !flex ? "a flex type" : null;
    }

    private boolean isArm() {
        return options.contains("g");
    }
}
