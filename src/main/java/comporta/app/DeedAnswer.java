package comporta.app;

import comporta.dag.PlainData;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints what a server answered to a deed: that it is done, or, of a dry run, what it would do. */
final class DeedAnswer {
    private static final int MOST_NAMED = 8;

    private DeedAnswer() {}

    static int tell(Terminal terminal, boolean json, Map<String, Object> answer) {
        if (json) {
            terminal.out().println(PlainData.toJson(answer));
        } else if (answer.containsKey("will")) {
            preview(terminal, answer);
        } else {
            terminal.out().println(ServerAction.text(answer, "done"));
        }
        return ExitCode.DONE;
    }

    private static void preview(Terminal terminal, Map<String, Object> answer) {
        for (var part : maps(answer.get("will"))) {
            var tasks = part.get("tasks") instanceof List<?> list ? list : List.of();
            var named = tasks.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            terminal.out().println(ServerAction.text(part, "text") + (named.isEmpty() ? "" : ": " + named)
                    + (tasks.size() > MOST_NAMED ? " and " + (tasks.size() - MOST_NAMED) + " more" : ""));
        }
        var stops = maps(answer.get("stops"));
        if (!stops.isEmpty()) {
            terminal.out().println("Stops " + stops.stream().map(stop -> ServerAction.text(stop, "job")).collect(Collectors.joining(", ")));
        }
        maps(answer.get("reuses")).forEach(words -> terminal.out().println("Reused: " + ServerAction.text(words, "text")));
        maps(answer.get("warnings")).forEach(words -> terminal.err().println("comporta: " + ServerAction.text(words, "text")));
    }

    private static List<Map<String, Object>> maps(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().filter(Map.class::isInstance).map(item -> PlainData.plain((Map<?, ?>) item)).toList()
                : List.of();
    }
}
