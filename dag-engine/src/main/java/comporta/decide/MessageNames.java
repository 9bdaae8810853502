package comporta.decide;

import comporta.template.Names;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a run with what messages know besides: {@code event}, {@code task.state} and {@code task.reason}; of a run, its own. */
final class MessageNames implements Names {
    private final Names others;
    private final String event;
    private final Map<String, Object> task = new LinkedHashMap<>();
    private final long tryNumber;

    /**
     * @param task id; empty: the message is about the run
     * @param tryNumber of the last try
     */
    MessageNames(Names others, String event, String task, int tryNumber, String state, String reason) {
        this.others = others;
        this.event = event;
        this.tryNumber = tryNumber;
        if (others.value("task") instanceof Map<?, ?> known) {
            known.forEach((name, value) -> this.task.put(String.valueOf(name), value));
        } else {
            this.task.put("id", task);
        }
        this.task.put("state", state);
        this.task.put("reason", reason);
    }

    @Override
    public @Nullable Object value(String root) {
        return switch (root) {
            case "event" -> event;
            case "task" -> task;
            case "try" -> Map.of("number", tryNumber);
            default -> others.value(root);
        };
    }

    @Override
    public ZoneId zone() {
        return others.zone();
    }

    @Override
    public Set<String> ids(String root) {
        return others.ids(root);
    }

    @Override
    public Set<String> passThrough() {
        return others.passThrough();
    }
}
