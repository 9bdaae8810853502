package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A job as Thermos reads it, and what Aurora's scheduler is told of it beside.
 *
 * @param user who it is said to belong to
 * @param thermos Aurora's own form of a job, as JSON
 * @param metadata keys and values that its tasks carry
 * @param uris what Mesos fetches before it starts
 */
record AuroraJob(JobKey key, String user, Map<String, Object> thermos, Map<String, String> metadata, List<Struct> uris) {
    private static final long MEGABYTE = 1 << 20;
    private static final Pattern PORT = Pattern.compile("\\{\\{\\s*thermos\\.ports\\[([^\\]]+)]\\s*}}");

    AuroraJob {
        thermos = PlainData.plain(thermos);
        metadata = PlainData.ordered(metadata);
        uris = List.copyOf(uris);
    }

    /** The argument of {@code createJob}: one instance, which Aurora does not run again when it fails. */
    Struct configuration() {
        return Struct.with()
                .number(5, 0)
                .struct(6, taskConfig())
                .struct(7, owner())
                .number(8, 1)
                .struct(9, key.thrift())
                .build();
    }

    private Struct owner() {
        return Struct.with().text(2, user).build();
    }

    private Struct taskConfig() {
        var tier = thermos.get("tier");
        var config = Struct.with()
                .truth(7, false)
                .number(11, whole(thermos, "priority").intValueExact())
                .number(13, 1)
                .struct(17, owner())
                .structs(20, constraints())
                .noTexts(22)
                .text(23, thermos.get("contact") instanceof String contact ? contact : null)
                .struct(25, Struct.with().text(1, "AuroraExecutor").text(2, PlainData.toJson(thermos)).build())
                .structs(27, metadata.entrySet().stream().map(entry -> AuroraTask.textEntry(entry.getKey(), entry.getValue())).toList())
                .struct(28, key.thrift())
                .struct(29, container())
                .text(30, tier == null ? null : tier.toString())
                .structs(32, resources());
        if (!uris.isEmpty()) {
            config.structs(33, uris);
        }
        // A task that is out of sight may still run: another one beside it would be the second of its launch.
        return config.struct(34, Struct.with().truth(1, false).build()).build();
    }

    private List<Struct> resources() {
        var wanted = PlainData.block(PlainData.block(thermos, "task"), "resources");
        var resources = new ArrayList<Struct>();
        resources.add(Struct.with().real(1, number(wanted, "cpu").doubleValue()).build());
        resources.add(Struct.with().number64(2, megabytes(wanted, "ram")).build());
        resources.add(Struct.with().number64(3, megabytes(wanted, "disk")).build());
        var names = new TreeSet<String>();
        PORT.matcher(PlainData.toJson(thermos)).results().forEach(found -> names.add(found.group(1)));
        names.forEach(name -> resources.add(Struct.with().text(4, name).build()));
        long gpus = whole(wanted, "gpu").longValueExact();
        if (gpus > 0) {
            resources.add(Struct.with().number64(5, gpus).build());
        }
        return resources;
    }

    private List<Struct> constraints() {
        return PlainData.block(thermos, "constraints").entrySet().stream()
                .map(entry -> Struct.with().text(1, entry.getKey()).struct(2, constraint(String.valueOf(entry.getValue()))).build())
                .toList();
    }

    /** {@code a}, {@code a,b}, {@code !a,b} or {@code limit:2}. */
    private static Struct constraint(String text) {
        if (text.startsWith("limit:")) {
            try {
                int limit = Integer.parseInt(text.substring("limit:".length()).strip());
                return Struct.with().struct(2, Struct.with().number(1, limit).build()).build();
            } catch (NumberFormatException e) {
                throw new Refused(Cause.USER, "the constraint \"" + text + "\" has no number. Write limit:2, for at most two per value");
            }
        }
        boolean negated = text.startsWith("!");
        var values = Arrays.stream(text.substring(negated ? 1 : 0).split(",", -1)).map(String::strip).toList();
        return Struct.with().struct(1, Struct.with().truth(1, negated).texts(2, values).build()).build();
    }

    /** Docker when it names an image as text, else Mesos's own containers, with an image or without. */
    private Struct container() {
        var container = PlainData.block(thermos, "container");
        return switch (container.get("image")) {
            case String image -> Struct.with()
                    .struct(2, Struct.with().text(1, image).list(2, entries(container, "parameters", "name", "value")).build())
                    .build();
            case Map<?, ?> image -> mesos(container, Struct.with()
                    .struct(1, Struct.with()
                            .struct(1, Struct.with().text(1, String.valueOf(image.get("name")))
                                    .text(2, String.valueOf(image.get("tag"))).build())
                            .build()));
            case null, default -> mesos(container, Struct.with());
        };
    }

    private static Struct mesos(Map<String, Object> container, ThriftValue.Builder mesos) {
        var volumes = blocks(container, "volumes").stream()
                .map(volume -> Struct.with()
                        .text(1, String.valueOf(volume.get("container_path")))
                        .text(2, String.valueOf(volume.get("host_path")))
                        .number(3, "RW".equals(volume.get("mode")) ? 1 : 2)
                        .build())
                .toList();
        if (!volumes.isEmpty()) {
            mesos.list(2, volumes);
        }
        return Struct.with().struct(1, mesos.build()).build();
    }

    private static List<Struct> entries(Map<String, Object> in, String list, String key, String value) {
        return blocks(in, list).stream()
                .map(entry -> AuroraTask.textEntry(String.valueOf(entry.get(key)), String.valueOf(entry.get(value))))
                .toList();
    }

    private static List<Map<String, Object>> blocks(Map<String, Object> in, String list) {
        return in.get(list) instanceof List<?> items
                ? items.stream().map(item -> PlainData.block(Map.of("item", item), "item")).toList()
                : List.of();
    }

    private static long megabytes(Map<String, Object> in, String name) {
        return number(in, name).longValue() / MEGABYTE;
    }

    private static java.math.BigInteger whole(Map<String, Object> in, String name) {
        return number(in, name).toBigInteger();
    }

    private static BigDecimal number(Map<String, Object> in, String name) {
        return switch (in.get(name)) {
            case null -> BigDecimal.ZERO;
            case Object number -> new BigDecimal(number.toString());
        };
    }
}
