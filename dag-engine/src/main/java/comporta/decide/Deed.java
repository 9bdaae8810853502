package comporta.decide;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that a person may do about a wait.
 *
 * @param verb what is done
 * @param label what stands on the button
 * @param run its id within the DAG
 * @param tasks whom it is done to; empty: the run, the DAG, or what {@code details} name
 * @param details what else there is to say, such as {@code pool} and {@code slots}
 */
public record Deed(Verb verb, String label, DagId dag, String run, List<String> tasks, Map<String, Object> details) {
    /** Names among the details the one task that it is done to, as paths do: {@code score}, {@code score~3}. */
    static final String TASK = "task";

    public Deed {
        tasks = List.copyOf(tasks);
        details = PlainData.ordered(details);
    }

    /** What can be done, and by which resource of the API. */
    public enum Verb {
        CLEAR,
        MARK_SUCCESS,
        SKIP,
        RESUME_RUN,
        RESUME_DAG,
        RESIZE_POOL,
        RESUME_POOL,
        BREAKPOINT,
        BYPASS,
        APPROVE;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The path of the resource that does it. */
    public String href() {
        var dagPath = "/api/v1/dags/" + dag;
        var runPath = dagPath + "/runs/" + run;
        return switch (verb) {
            case CLEAR -> runPath + "/clear";
            case MARK_SUCCESS, SKIP -> runPath + "/mark";
            case RESUME_RUN -> runPath + "/resume";
            case RESUME_DAG -> dagPath + "/resume";
            case RESIZE_POOL, RESUME_POOL -> "/api/v1/pools/" + details.get("pool");
            case BREAKPOINT, BYPASS, APPROVE -> runPath + "/tasks/" + details.get(TASK) + "/" + verb.word();
        };
    }

    /** How it is asked for. */
    public String method() {
        return verb == Verb.RESIZE_POOL || verb == Verb.RESUME_POOL ? "PUT" : "POST";
    }

    /** What is sent. */
    public Map<String, Object> body() {
        var body = new LinkedHashMap<>(details);
        body.remove("pool");
        if (body.remove(TASK) == null && !tasks.isEmpty()) {
            body.put("tasks", tasks);
        }
        if (verb == Verb.MARK_SUCCESS || verb == Verb.SKIP) {
            body.put("state", verb == Verb.SKIP ? "skipped" : "success");
        }
        return body;
    }

    /** Whether it cannot be undone. */
    public boolean isDangerous() {
        return verb == Verb.MARK_SUCCESS || verb == Verb.SKIP;
    }

    /** An action as the API shows it, with what is to be sent. */
    public Map<String, Object> data() {
        var data = new LinkedHashMap<String, Object>();
        data.put("verb", verb.word());
        data.put("label", label);
        data.put("method", method());
        data.put("href", href());
        data.put("body", body());
        data.put("dry_run", true);
        data.put("danger", isDangerous());
        data.put("primary", false);
        return data;
    }
}
