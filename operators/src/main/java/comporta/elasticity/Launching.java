package comporta.elasticity;

import comporta.dag.PlainData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A job as it is sent to its cluster, and its registration with the supervisor.
 *
 * @param definition with the report added, without what only the supervisor knows
 * @param registration body of {@code /initTask}
 */
public record Launching(Map<String, Object> definition, Map<String, Object> registration) {
    /** Far away: it is the supervisor that starts each iteration. */
    private static final String NEVER = "R/2099-01-01T00:00:00.000Z/P1Y";
    private static final Pattern ITERATIONS = Pattern.compile("R(\\d+)/.*");
    private static final int GRACE = 120;

    public Launching {
        definition = PlainData.ordered(definition);
        registration = PlainData.ordered(registration);
    }

    /**
     * Rewrites a job file.
     *
     * @param qos its own, or what was said instead
     * @param token secret that its reports are to carry
     * @param supervisor address, as the job reaches it
     * @throws IllegalArgumentException when the file cannot be used, in words that end without a full stop
     */
    public static Launching of(
            Map<String, Object> job, Map<String, Object> qos, String uuid, String token, String supervisor, Instant now) {
        if (!(job.get("container") instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("the job has no \"container\". Add one: its report needs an image with sh, date and curl");
        }
        var registration = new LinkedHashMap<String, Object>();
        boolean isApp = job.containsKey("id");
        double deadline = number(qos, "deadline");
        registration.put("framework", isApp ? "marathon" : "chronos");
        registration.put("name", text(job, isApp ? "id" : "name"));
        registration.put("job_duration", number(qos, "duration"));
        registration.put("deadline", isApp ? deadline : now.getEpochSecond() + deadline);
        registration.put("desv_deadline", number(qos, "desv_deadline"));
        registration.put("uuid", uuid);
        registration.put("token", token);
        var url = supervisor.replaceFirst("/+$", "");
        var definition = new LinkedHashMap<>(job);
        definition.remove("qos");
        if (isApp) {
            app(definition, url, uuid);
        } else {
            registration.put("iterations", iterations(text(job, "schedule")));
            definition.put("schedule", NEVER);
            definition.put("retries", 0);   // who repeats a failed iteration is the supervisor
            definition.put("command", reporting(text(job, "command"), url, text(job, "name"), uuid, token));
        }
        return new Launching(definition, registration);
    }

    private static int iterations(String schedule) {
        var match = ITERATIONS.matcher(schedule);
        if (!match.matches() || match.group(1).length() > 6 || Integer.parseInt(match.group(1)) < 1) {
            throw new IllegalArgumentException("\"schedule\" is \"" + schedule
                    + "\", and must begin with R and the number of iterations, as in R13//PT3M");
        }
        return Integer.parseInt(match.group(1));
    }

    /** The report comes after the command, whatever its end, and the job ends as the command did. */
    private static String reporting(String command, String url, String name, String uuid, String token) {
        var fixed = PlainData.toJson(Map.of("name", name, "uuid", uuid, "token", token));
        var body = quoted(fixed.substring(0, fixed.length() - 1) + ",\"started_at\":\"") + "\"$COMPORTA_STARTED\""
                + quoted("\",\"finished_at\":\"")
                + "\"$(date +%s)\"" + quoted("\",\"hostname\":\"") + "\"$(hostname)\"" + quoted("\",\"launch\":\"") + "\"$MESOS_TASK_ID\""
                + quoted("\",\"exit\":") + "\"$COMPORTA_EXIT\"" + quoted("}");
        return "COMPORTA_STARTED=$(date +%s); ( " + command + "\n); COMPORTA_EXIT=$?; "
                + "curl -s -S --retry 5 --retry-connrefused --max-time 10 -H 'Content-Type: application/json' -X POST --data " + body + " "
                + quoted(url + "/updateTask") + "; exit $COMPORTA_EXIT";
    }

    /** One instance that has time to save its work, which tells when it begins and when it is done. */
    private static void app(Map<String, Object> app, String url, String uuid) {
        app.put("instances", 1);
        app.put("taskKillGracePeriodSeconds", GRACE);
        app.put("upgradeStrategy", Map.of("minimumHealthCapacity", 0, "maximumOverCapacity", 0));
        var command = text(app, "cmd");
        app.put("cmd",
                told(url + "/initMarathonApp", uuid, "started_at") + "( " + command + "\n); COMPORTA_EXIT=$?; [ $COMPORTA_EXIT -ne 0 ] || "
                + told(url + "/endMarathonApp", uuid, "finished_at") + "exit $COMPORTA_EXIT");
        app.put("labels", labels(app, uuid));
    }

    private static String told(String address, String uuid, String when) {
        return "curl -s -S --retry 5 --retry-connrefused --max-time 10 -H 'Content-Type: application/json' -X POST --data "
                + quoted("{\"uuid\":\"" + uuid + "\",\"" + when + "\":\"") + "\"$(date +%s)\"" + quoted("\"}") + " "
                + quoted(address) + "; ";
    }

    private static Map<String, Object> labels(Map<String, Object> app, String uuid) {
        var labels = new LinkedHashMap<>(PlainData.block(app, "labels"));
        labels.put("comporta.uuid", uuid);
        return labels;
    }

    private static String quoted(String words) {
        return "'" + words.replace("'", "'\\''") + "'";
    }

    private static String text(Map<String, Object> data, String key) {
        if (data.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("\"" + key + "\" is missing");
    }

    private static double number(Map<String, Object> qos, String key) {
        if (qos.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("\"qos\" has no \"" + key + "\"; "
                + String.join(", ", List.of("duration", "desv_deadline", "deadline")) + " are needed");
    }
}
