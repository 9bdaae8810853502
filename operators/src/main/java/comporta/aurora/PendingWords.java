package comporta.aurora;

import comporta.job.JobSpec;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a job waits for an agent, from Aurora's reasons, with what this job asks for. */
final class PendingWords {
    private PendingWords() {}

    /** @param reasons as Aurora gives them, separated by commas; may be empty, shortly after a job was made */
    static String of(String reasons, JobSpec job) {
        if (reasons.isBlank()) {
            return "waits for an agent";
        }
        return Arrays.stream(reasons.split(","))
                .map(String::strip)
                .map(reason -> one(reason, job))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String one(String reason, JobSpec job) {
        int colon = reason.indexOf(':');
        var subject = reason.substring(colon + 1).strip();
        return switch (colon < 0 ? reason : reason.substring(0, colon)) {
            case "Insufficient" -> "no agent has " + amount(subject, job.resources()) + " free";
            case "Constraint not satisfied" -> constraint(subject, Thermos.constraints(job).get(subject));
            case "Limit not satisfied" -> "every " + subject + " already runs as many tasks of this job as it may";
            case "Not PENDING" -> "waits for an agent";
            default -> reason;
        };
    }

    private static String constraint(String attribute, @Nullable String wanted) {
        if (wanted == null) {
            return "no agent suits the constraint on " + attribute;
        }
        return wanted.startsWith("!")
                ? "no agent is without " + attribute + "=" + wanted.substring(1).replace(",", " or ")
                : "no agent has " + attribute + "=" + wanted.replace(",", " or ");
    }

    private static String amount(String resource, JobSpec.Resources wanted) {
        return switch (resource.toLowerCase(Locale.ROOT)) {
            case "cpu" -> BigDecimal.valueOf(wanted.cpus()).stripTrailingZeros().toPlainString() + " cpus";
            case "ram" -> megabytes(wanted.mem()) + " of memory";
            case "disk" -> megabytes(wanted.disk()) + " of disk";
            case "gpu", "gpus" -> wanted.gpus() + " GPUs";
            default -> resource;
        };
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + "m";
    }
}
