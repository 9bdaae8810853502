package comporta.monasca;

import comporta.job.Unseen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alarm definitions that stay in step with what is wanted: ours are known by how their names begin, others are left alone. */
public final class AlarmDefinitions {
    /** How the names of ours begin. */
    public static final String OURS = "comporta: ";

    private final MonascaClient client;

    public AlarmDefinitions(MonascaClient client) {
        this.client = client;
    }

    /**
     * An alarm.
     *
     * @param name what follows {@link #OURS}
     * @param metric the expression without comparison, such as {@code max(prediction_vs_deadline{framework=chronos})}
     * @param threshold above which it is raised
     * @param matchBy one alarm for each combination of these dimensions
     */
    public record Wanted(String name, String description, String metric, String threshold, List<String> matchBy, String severity) {
        public Wanted {
            matchBy = List.copyOf(matchBy);
        }

        String expression() {
            return metric + " > " + threshold;
        }
    }

    /** The alarm for every job of the supervisor: the prediction lies after the deadline. */
    public static Wanted ofJobs(String framework) {
        return new Wanted(
                framework + " jobs", "the predicted end of a job is after its deadline",
                "max(prediction_vs_deadline{framework=" + framework + "})", "0",
                List.of("uuid"), "HIGH");
    }

    /** The alarm of a deadline of a DAG: the chance to miss it is above what its author accepts. */
    public static Wanted ofDeadline(String dag, String deadline, double atRisk) {
        return new Wanted(
                "deadline " + deadline + " of " + dag, "the chance to miss the deadline is too high",
                "max(comporta.p_late{dag_id=" + dag + ",deadline=" + deadline + "})", String.valueOf(atRisk), List.of("run_id"), "HIGH");
    }

    /**
     * Makes these the ones that are ours: adds what is missing, changes thresholds, removes what is wanted no more. Metrics and what is
     * matched by never change: such a definition is removed and made again.
     *
     * @return what was done, in words
     */
    public List<String> keep(List<Wanted> wanted) throws Unseen, MonascaRefused {
        var did = new ArrayList<String>();
        var present = new LinkedHashMap<String, Map<String, Object>>();
        for (var each : client.alarmDefinitions()) {
            var name = String.valueOf(each.get("name"));
            if (name.startsWith(OURS)) {
                present.put(name.substring(OURS.length()), each);
            }
        }
        for (var alarm : wanted) {
            var found = present.remove(alarm.name());
            if (found == null) {
                create(alarm);
                did.add("made " + alarm.name());
            } else if (!isSame(found, alarm)) {
                did.add(change(found, alarm));
            }
        }
        for (var left : present.entrySet()) {
            client.deleteAlarmDefinition(String.valueOf(left.getValue().get("id")));
            did.add("removed " + left.getKey());
        }
        return did;
    }

    private void create(Wanted alarm) throws Unseen, MonascaRefused {
        client.createAlarmDefinition(Map.of(
                "name", OURS + alarm.name(), "description", alarm.description(), "expression", alarm.expression(), "match_by",
                alarm.matchBy(),
                "severity", alarm.severity()));
    }

    private String change(Map<String, Object> found, Wanted alarm) throws Unseen, MonascaRefused {
        var id = String.valueOf(found.get("id"));
        if (plain(String.valueOf(found.get("expression"))).startsWith(plain(alarm.metric()) + ">")
                && alarm.matchBy().equals(found.get("match_by"))) {
            client.patchAlarmDefinition(id, Map.of(
                    "expression", alarm.expression(), "description", alarm.description(), "severity", alarm.severity()));
            return "changed " + alarm.name();
        }
        client.deleteAlarmDefinition(id);
        create(alarm);
        return "made " + alarm.name() + " anew";
    }

    private static boolean isSame(Map<String, Object> found, Wanted alarm) {
        return plain(String.valueOf(found.get("expression"))).equals(plain(alarm.expression()))
                && alarm.matchBy().equals(found.get("match_by"))
                && alarm.severity().equals(found.get("severity")) && alarm.description().equals(found.get("description"));
    }

    private static String plain(String expression) {
        return expression.replaceAll("\\s", "");
    }
}
