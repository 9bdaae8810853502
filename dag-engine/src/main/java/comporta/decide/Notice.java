package comporta.decide;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run and was committed, for those whom its author wants to hear of it.
 *
 * @param event {@code success}, {@code failure}, {@code retry}, {@code deadline}, {@code at_risk}, {@code alert} or {@code missed}
 * @param run the run's id within its DAG
 * @param task null: the run itself
 * @param mapIndex index of a mapped instance, or -1
 * @param tryNumber of the last try; 0: there was none
 * @param state in which task or run is now
 * @param cause of a failure; null: none
 * @param reason in words; may be empty
 * @param to never empty
 */
public record Notice(
        String event,
        DagId dag,
        String owner,
        String run,
        @Nullable TaskId task,
        int mapIndex,
        int tryNumber,
        String state,
        @Nullable Cause cause,
        String reason,
        Instant at,
        List<Addressee> to) {
    public Notice {
        to = List.copyOf(to);
    }

    /** Somebody who is to hear of it, and in which words. */
    public sealed interface Addressee {
        String message();

        /** By a name of the configuration. */
        record Named(String name, String message) implements Addressee {}

        /** As the DAG file says, e.g. {@code slack: "#data"} or {@code email: [a@b]}. */
        record Written(String kind, Object address, String message) implements Addressee {
            /** The address as text. */
            public String text() {
                return address instanceof List<?> list
                        ? String.join(", ", list.stream().map(String::valueOf).toList())
                        : address.toString();
            }
        }
    }

    /** The same for the same thing that happened, however often it is told of. */
    public String key() {
        return String.join(" ", event, dag.value(), run, task == null ? "-" : task.value(), Integer.toString(mapIndex),
                Integer.toString(tryNumber), at.toString());
    }

    /** An addressee without the message, as plain data. */
    public static Map<String, Object> address(Addressee to) {
        return switch (to) {
            case Addressee.Named named -> Map.of("named", named.name());
            case Addressee.Written written -> Map.of(written.kind(), written.address());
        };
    }

    /** The addressee that {@link #address} gave this of. */
    public static Addressee addressee(Map<String, Object> address, String message) {
        var only = address.entrySet().iterator().next();
        return only.getKey().equals("named")
                ? new Addressee.Named(only.getValue().toString(), message)
                : new Addressee.Written(only.getKey(), only.getValue(), message);
    }

    /** The notice that {@link #data} gave this of, for one addressee. */
    public static Notice of(Map<String, Object> data, Addressee to) {
        return new Notice(
                text(data, "event"), new DagId(text(data, "dag_id")), text(data, "owner"), text(data, "run_id"),
                data.get("task_id") instanceof String id ? new TaskId(id) : null, number(data, "map_index", -1),
                number(data, "try_number", 0),
                text(data, "state"), data.get("cause") instanceof String word ? Cause.valueOf(word.toUpperCase(Locale.ROOT)) : null,
                text(data, "reason"),
                Instant.parse(text(data, "at")), List.of(to));
    }

    private static String text(Map<String, Object> data, String name) {
        return data.get(name) instanceof String text ? text : "";
    }

    private static int number(Map<String, Object> data, String name, int otherwise) {
        return data.get(name) instanceof Number number ? number.intValue() : otherwise;
    }

    /** The same with a reason of at most so many letters. */
    public Notice cut(int most) {
        return reason.length() <= most ? this : saying(text -> text.length() <= most ? text : text.substring(0, most));
    }

    /** The same in other words: reason and messages changed, such as by a mask. */
    public Notice saying(UnaryOperator<String> change) {
        return new Notice(event, dag, owner, run, task, mapIndex, tryNumber, state, cause, change.apply(reason), at,
                to.stream().<Addressee>map(each -> switch (each) {
                    case Addressee.Named(var name, var message) -> new Addressee.Named(name, change.apply(message));
                    case Addressee.Written(var kind, var address, var message) ->
                            new Addressee.Written(kind, address, change.apply(message));
                }).toList());
    }

    /** The same, for these. */
    Notice to(List<Addressee> addressees) {
        return new Notice(event, dag, owner, run, task, mapIndex, tryNumber, state, cause, reason, at, addressees);
    }

    /** What it is about: {@code nightly} or {@code nightly.itaipu[3]}. */
    public String subject() {
        return dag + (task == null ? "" : "." + task + (mapIndex < 0 ? "" : "[" + mapIndex + "]"));
    }

    /** One line, e.g. {@code nightly.itaipu failed}. */
    public String headline() {
        return subject() + " " + switch (event) {
            case "success" -> "succeeded";
            case "retry" -> "failed and is tried again";
            case "deadline" -> "missed its deadline";
            case "at_risk" -> "is likely to miss its deadline";
            case "alert" -> "is unusual";
            case "missed" -> "missed a tick";
            default -> "failed";
        };
    }

    /** What is said when the author gave no message. */
    String usual() {
        var tries = tryNumber > 1 ? " (try " + tryNumber + ")" : "";
        return headline() + tries + (reason.isEmpty() ? "" : ": " + reason) + (run.isEmpty() ? "" : " [run " + run + "]");
    }

    /** The same as plain data, for programs. */
    public Map<String, @Nullable Object> data() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("event", event);
        data.put("dag_id", dag.value());
        data.put("run_id", run);
        data.put("task_id", task == null ? null : task.value());
        data.put("map_index", mapIndex < 0 ? null : mapIndex);
        data.put("try_number", tryNumber == 0 ? null : tryNumber);
        data.put("state", state);
        data.put("cause", cause == null ? null : cause.word());
        data.put("reason", reason);
        data.put("owner", owner);
        data.put("at", at.toString());
        return data;
    }
}
