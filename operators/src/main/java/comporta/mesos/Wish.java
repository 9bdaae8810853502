package comporta.mesos;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.Arrays;
import java.util.List;

/** What a job asks of one attribute of its agent. */
sealed interface Wish {
    /** One of these. */
    record AnyOf(List<String> values) implements Wish {
        public AnyOf {
            values = List.copyOf(values);
        }
    }

    /** None of these; an agent without the attribute will do. */
    record NoneOf(List<String> values) implements Wish {
        public NoneOf {
            values = List.copyOf(values);
        }
    }

    /** At most so many jobs of a kind for each value of the attribute, which the agent must have. */
    record AtMost(int jobs) implements Wish {}

    /**
     * Reads {@code fixed}, {@code a,b}, {@code !a} or {@code limit:2}.
     *
     * @throws Refused (cause user) when a limit is no number above 0
     */
    static Wish read(String written) {
        if (written.startsWith("limit:")) {
            try {
                int jobs = Integer.parseInt(written.substring("limit:".length()).strip());
                if (jobs > 0) {
                    return new AtMost(jobs);
                }
            } catch (NumberFormatException e) {
                throw wrong(written);
            }
            throw wrong(written);
        }
        return written.startsWith("!") ? new NoneOf(values(written.substring(1))) : new AnyOf(values(written));
    }

    private static List<String> values(String written) {
        return Arrays.stream(written.split(",", -1)).map(String::strip).toList();
    }

    private static Refused wrong(String written) {
        return new Refused(Cause.USER,
                "job.constraints has \"" + written + "\", which is no limit. Write limit: and a whole number, e.g. limit:2");
    }

    /** As a person would say it of that attribute. */
    default String shown(String attribute) {
        return switch (this) {
            case AnyOf(var values) -> attribute + "=" + String.join(",", values);
            case NoneOf(var values) -> attribute + "=!" + String.join(",", values);
            case AtMost(var jobs) -> attribute + " with fewer than " + jobs + " of its jobs";
        };
    }
}
