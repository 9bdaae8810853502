package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first script of a machine: it makes it an agent with the attributes that its pool is known by. */
final class UserData {
    private static final int LONGEST = 16 * 1024;
    private static final Pattern PLACE = Pattern.compile("\\{\\{ *([a-z_]+) *}}");
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_/.-]");

    private UserData() {}

    /**
     * In base64, as EC2 wants it.
     *
     * @throws Refused when it is too long, or has a place that nobody fills
     */
    static String of(SlaveType type, String pool, Ec2Settings settings) {
        var values = new TreeMap<String, String>();
        values.put("slave_type", attribute(type.name()));
        values.put("node_pool", attribute(pool));
        values.put("cluster", attribute(settings.cluster()));
        values.put("master", Objects.requireNonNullElse(settings.master(), ""));
        values.put("mesos_version", Objects.requireNonNullElse(type.mesos(), ""));
        var text = fill(type, type.userData() == null ? shipped() : type.userData(), values);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new Refused(Cause.USER, "user_data of slave type \"" + type.name() + "\" has " + bytes.length + " bytes, and EC2 takes " + LONGEST
                    + ". Let it fetch the rest");
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String fill(SlaveType type, String text, Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> {
            var value = values.get(place.group(1));
            if (value == null) {
                throw new Refused(Cause.USER, "user_data of slave type \"" + type.name() + "\" has a place {{ " + place.group(1) + " }}, which nobody "
                        + "fills. There are " + String.join(", ", values.keySet()));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** Attributes of agents hold no blanks, and {@code ;} and {@code :} divide them. */
    private static String attribute(String text) {
        return UNFIT.matcher(text).replaceAll("-");
    }

    private static String shipped() {
        try (var in = Objects.requireNonNull(UserData.class.getResourceAsStream("agent.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the script that makes a machine an agent cannot be read", e);
        }
    }
}
