package comporta.job;

import comporta.dag.Ids;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a job hands on: lines {@code key=value}, which are always text, or one JSON object, which keeps its types. */
public final class Outputs {
    /** Bytes that one launch may hand on. */
    public static final int LIMIT = 64 * 1024;

    private static final String SPOKEN = "::output ";

    private Outputs() {}

    /** One output. */
    public record Output(String name, String value) {}

    /**
     * Reads what a job wrote to {@code $COMPORTA_OUTPUT}.
     *
     * @throws Refused (cause user) when it cannot be read so
     */
    public static Map<String, Object> read(byte[] written) {
        if (written.length > LIMIT) {
            throw wrong("The outputs are larger than 64 KB", "Hand on a path or a key, and keep the data in a file");
        }
        var text = text(written).strip();
        return text.startsWith("{") ? object(text) : lines(text);
    }

    /**
     * Checks names and size of what was handed on as data.
     *
     * @throws Refused (cause user) when it cannot be taken so
     */
    public static void check(Map<String, Object> outputs) {
        outputs.keySet().forEach(Outputs::check);
    }

    /**
     * The output that a line of stdout hands on; empty for other lines.
     *
     * @throws Refused (cause user) when its name is none
     */
    public static Optional<Output> spoken(String line) {
        return line.startsWith(SPOKEN) ? Optional.of(output(line.substring(SPOKEN.length()))) : Optional.empty();
    }

    private static String text(byte[] written) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(written)).toString();
        } catch (CharacterCodingException e) {
            throw wrong("The outputs are not UTF-8 text", "Write key=value lines or one JSON object");
        }
    }

    private static Map<String, Object> object(String text) {
        Map<String, Object> outputs;
        try {
            outputs = PlainData.mapFromJson(text);
        } catch (IllegalArgumentException e) {
            throw wrong("The outputs begin like a JSON object, but " + e.getMessage(), "Write one whole object, or key=value lines");
        }
        outputs.keySet().forEach(Outputs::check);
        return outputs;
    }

    private static Map<String, Object> lines(String text) {
        var outputs = new LinkedHashMap<String, Object>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            var output = output(line);
            outputs.put(output.name(), output.value());
        });
        return outputs;
    }

    private static Output output(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw wrong("The output line \"" + shorten(line) + "\" has no =", "Write key=value");
        }
        var name = line.substring(0, equals).strip();
        check(name);
        return new Output(name, line.substring(equals + 1));
    }

    private static void check(String name) {
        if (!Ids.isName(name)) {
            throw wrong(
                    "\"" + shorten(name) + "\" cannot name an output",
                    "Use 1 to 63 letters, digits and _, not beginning with a digit");
        }
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static Refused wrong(String what, String fix) {
        return new Refused(Cause.USER, what + ". " + fix);
    }
}
