package comporta.job;

import comporta.dag.Durations;
import comporta.dag.Sizes;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rendered {@code job} block; rendering may have made text of any value. */
final class JobReader {
    private static final Duration KILL_GRACE = Duration.ofSeconds(30);
    private static final long GIGABYTE = 1L << 30;

    private final Map<String, Object> block;
    private final String path;

    private JobReader(Map<String, Object> block, String path) {
        this.block = block;
        this.path = path;
    }

    static JobSpec read(Map<String, Object> block) {
        return new JobReader(block, "job").spec();
    }

    private JobSpec spec() {
        var grace = duration("kill_grace");
        var aurora = new JobSpec.AuroraKeys(
                text("role"),
                text("environment"),
                text("tier"),
                (int) number("priority", 0, Integer.MIN_VALUE),
                text("file"),
                texts("bind"),
                texts("version"),
                text("name"));
        return new JobSpec(
                text("backend"),
                text("image"),
                command(),
                new JobSpec.Resources(number("cpus", 1, 0.01), size("mem"), size("disk"), (int) number("gpus", 0, 0)),
                texts("constraints"),
                text("node_pool"),
                text("workdir"),
                blocks("uris", "uri").stream().map(JobReader::uri).toList(),
                blocks("volumes", "host").stream().map(JobReader::volume).toList(),
                text("container"),
                map("docker"),
                textOr("network", "host"),
                list("ports"),
                text("user"),
                texts("labels"),
                aurora,
                text("finally"),
                grace == null ? KILL_GRACE : grace,
                duration("max_run_time"));
    }

    private Command command() {
        if (block.get("command") instanceof List<?>) {
            var words = list("command");
            if (words.isEmpty()) {
                throw wrong("command", "is an empty list", "Name a program, e.g. [python3, report.py]");
            }
            return new Command.Argv(words);
        }
        var line = text("command");
        return line == null ? new Command.EntryPoint(list("args")) : new Command.Line(line);
    }

    private static JobSpec.Uri uri(JobReader in) {
        return new JobSpec.Uri(
                in.required("uri"), in.truth("extract", true), in.truth("executable", false), in.truth("cache", false), in.text("output"));
    }

    private static JobSpec.Volume volume(JobReader in) {
        var mode = in.textOr("mode", "ro");
        if (!mode.equals("ro") && !mode.equals("rw")) {
            throw in.wrong("mode", "is \"" + mode + "\"", "Use ro or rw");
        }
        return new JobSpec.Volume(in.required("host"), in.required("container"), mode.equals("rw"));
    }

    private @Nullable String text(String key) {
        var value = block.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(key, "is not text", "Write one value");
        }
        return value == null ? null : value.toString();
    }

    private String textOr(String key, String otherwise) {
        var text = text(key);
        return text == null ? otherwise : text;
    }

    private String required(String key) {
        var text = text(key);
        if (text == null) {
            throw wrong(key, "is missing", "Add it");
        }
        return text;
    }

    private boolean truth(String key, boolean otherwise) {
        var text = textOr(key, Boolean.toString(otherwise));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "is \"" + text + "\"", "Use true or false");
        };
    }

    private double number(String key, double otherwise, double least) {
        var text = text(key);
        if (text == null) {
            return otherwise;
        }
        try {
            double number = new BigDecimal(text.strip()).doubleValue();
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, "is \"" + text + "\"", "Write a number, e.g. 2 or 0.5");
        }
        throw wrong(key, "is " + text, "Write at least " + BigDecimal.valueOf(least).stripTrailingZeros().toPlainString());
    }

    private long size(String key) {
        var text = text(key);
        try {
            return text == null ? GIGABYTE : Sizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Cause.USER, path + "." + key + ": " + e.getMessage());
        }
    }

    private @Nullable Duration duration(String key) {
        var text = text(key);
        try {
            return text == null ? null : Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Cause.USER, path + "." + key + ": " + e.getMessage());
        }
    }

    private List<String> list(String key) {
        var value = block.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            return List.of(value.toString());
        }
        var list = new ArrayList<String>();
        for (var item : items) {
            if (item == null) {
                throw wrong(key, "holds nothing at place " + (list.size() + 1), "Write a value, or take the item away");
            }
            list.add(item.toString());
        }
        return list;
    }

    private Map<String, Object> map(String key) {
        var value = block.get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "is not a map", "Write names and values");
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, item) -> {
            if (item != null) {
                copy.put(String.valueOf(name), item);
            }
        });
        return copy;
    }

    private Map<String, String> texts(String key) {
        var texts = new LinkedHashMap<String, String>();
        map(key).forEach((name, item) -> texts.put(name, item.toString()));
        return texts;
    }

    /** Items that are maps, or the text of their first key alone. */
    private List<JobReader> blocks(String key, String first) {
        var value = block.get(key);
        var items = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
        var readers = new ArrayList<JobReader>();
        for (var item : items) {
            var where = path + "." + key + "[" + readers.size() + "]";
            readers.add(new JobReader(new JobReader(item instanceof Map ? Map.of(key, item) : Map.of(key, Map.of(first, item)), where)
                    .map(key), where));
        }
        return readers;
    }

    private Refused wrong(String key, String what, String fix) {
        return new Refused(Cause.USER, path + "." + key + " " + what + ". " + fix);
    }
}
