package comporta.decide;

import comporta.dag.Misspelt;
import comporta.dag.Param;
import comporta.dag.ParamValues;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.ValueType;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.run.Afterwards;
import comporta.run.Launch;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import comporta.template.TemplateFailed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a person's word. The word is a wish, so that the first one counts, is on record with its end, and outlives a crash;
 * their operator only says that they wait. Details of the wish: {@code fields}, and the {@code roles} of its user.
 */
public final class Approvals {
    /** The operator of tasks that wait so. */
    public static final String APPROVAL = "approval";
    /** Names who may answer, among the keys of a task. */
    static final String APPROVERS = "approvers";

    private Approvals() {}

    /** An answer does not fit; the message says why. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        private Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /** Users and roles that may answer, of the keys of a task; empty: whoever may operate it. */
    public static List<String> approvers(Map<String, Object> keys) {
        return texts(keys.get(APPROVERS));
    }

    /** What an approval asks for, by name. */
    public static Map<String, Param> fields(Task task) {
        var fields = new LinkedHashMap<String, Param>();
        var written = task.block("fields");
        written.keySet().forEach(name -> fields.put(name, field(name, PlainData.block(written, name))));
        return fields;
    }

    static String answer(Draft draft, Wish wish, List<Integer> named, boolean isApproved) {
        try {
            if (named.isEmpty()) {
                throw new Unfit("name the approval that is answered");
            }
            for (int node : named) {
                mayAnswer(draft, wish, node);
            }
            for (int node : named) {
                var by = wish.user() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
                if (isApproved) {
                    approve(draft, node, outputs(draft, node, PlainData.block(wish.details(), "fields"), wish.user()));
                } else {
                    reject(draft, node, "rejected by " + by, Cause.OPERATOR);
                }
            }
            return "granted for " + named.size();
        } catch (Unfit e) {
            return "refused: " + e.getMessage();
        }
    }

    private static void mayAnswer(Draft draft, Wish wish, int node) throws Unfit {
        var task = draft.plan().task(node);
        var name = Nodes.name(draft, node);
        if (!task.operator().equals(APPROVAL)) {
            throw new Unfit("\"" + name + "\" is no approval");
        }
        if (!(draft.instance(node).state() instanceof TaskState.Deferred)) {
            throw new Unfit("\"" + name + "\" is " + draft.instance(node).state().word() + ", and waits for no answer");
        }
        var approvers = approvers(task.settings());
        var roles = texts(wish.details().get("roles"));
        if (!approvers.isEmpty() && !approvers.contains(wish.user()) && roles.stream().noneMatch(approvers::contains)) {
            throw new Unfit("\"" + name + "\" is answered by " + String.join(", ", approvers));
        }
    }

    private static List<String> texts(@Nullable Object written) {
        return written instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : written == null
                ? List.of()
                : List.of(String.valueOf(written));
    }

    /** What an answer hands on: the fields, given or by default, and who answered. */
    private static Map<String, Object> outputs(Draft draft, int node, Map<String, Object> given, String by) throws Unfit {
        var fields = fields(draft.plan().task(node));
        for (var name : given.keySet()) {
            if (!fields.containsKey(name)) {
                throw new Unfit("the approval has no field \"" + name + "\". "
                        + (fields.isEmpty() ? "It takes none" : "Its fields are " + String.join(", ", fields.keySet())));
            }
        }
        var outputs = new LinkedHashMap<String, Object>();
        outputs.put("approved_by", by);
        for (var field : fields.values()) {
            outputs.put(field.name(), value(draft, node, field, given.get(field.name())));
        }
        return outputs;
    }

    private static Object value(Draft draft, int node, Param field, @Nullable Object given) throws Unfit {
        try {
            var value = given == null && field.defaultValue() != null ? Rendering.value(draft, node, field.defaultValue()) : given;
            if (value == null) {
                throw new Unfit("field \"" + field.name() + "\" has no default and was not given");
            }
            ParamValues.check(field, value);
            return value;
        } catch (Misspelt e) {
            throw new Unfit(e.what() + ". " + e.fix());
        } catch (TemplateFailed e) {
            throw new Unfit("the default of field \"" + field.name() + "\" cannot be rendered: " + e.what());
        }
    }

    private static Param field(String name, Map<String, Object> written) {
        var checks = new LinkedHashMap<>(written);
        var type = ValueType.of(String.valueOf(checks.remove("type"))).orElse(ValueType.STRING);
        var byDefault = checks.remove("default");
        var description = checks.remove("description") instanceof String text ? text : "";
        return new Param(name, type, byDefault, description, checks, false);
    }

    private static void approve(Draft draft, int node, Map<String, Object> outputs) {
        var exit = Exit.success(outputs);
        for (var launch : draft.tryOf(node).allOpen()) {
            if (launch.state() != Launch.State.INTENDED) {
                draft.command(new Command.Settle(launch.intent()));
            }
            Tries.launchEnded(draft, launch, exit, new FollowUp.Finish(exit));
        }
    }

    private static void reject(Draft draft, int node, String reason, Cause cause) {
        var skips = "skip".equals(draft.plan().task(node).settings().get("on_reject"));
        Tries.stop(draft, node,
                new TaskEvent.StopAsked(skips ? new Afterwards.Skip(reason) : new Afterwards.Fail(cause, reason, false)), false);
    }

    /** Nobody has answered in time: then that is an answer, too. Returns whether it was one. */
    static boolean ring(Draft draft, int node) {
        var task = draft.plan().task(node);
        var limit = task.timeouts().execution();
        if (!task.operator().equals(APPROVAL) || limit == null
                || !(draft.instance(node).state() instanceof TaskState.Deferred deferred)
                || deferred.since().plus(limit).isAfter(draft.now())) {
            return false;
        }
        var reason = "nobody answered within " + limit;
        try {
            if ("approve".equals(task.settings().get("on_timeout"))) {
                approve(draft, node, outputs(draft, node, Map.of(), ""));
                return true;
            }
        } catch (Unfit e) {
            reason += ", and " + e.getMessage();
        }
        reject(draft, node, reason, Cause.TIMEOUT);
        return true;
    }
}
