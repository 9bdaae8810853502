package comporta.run;

import comporta.operator.Cause;
import comporta.operator.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The state diagram of task instances, as the machine draws it: every event is let happen in every state, at once and after a long while. */
public final class StatesDocument {
    private static final List<Duration> LATER = List.of(Duration.ZERO, Duration.ofMinutes(20), Duration.ofDays(2));

    private StatesDocument() {}

    private record Edge(String from, String to) implements Comparable<Edge> {
        @Override
        public int compareTo(Edge other) {
            int byStart = Integer.compare(place(from), place(other.from));
            return byStart != 0 ? byStart : Integer.compare(place(to), place(other.to));
        }

        private static int place(String word) {
            return words().indexOf(word);
        }
    }

    private static List<String> words() {
        return TaskMachineTest.STATES.values().stream().map(instance -> instance.state().word()).distinct().toList();
    }

    private static List<TaskEvent> events() {
        var events = new ArrayList<>(TaskMachineTest.EVENTS.values());
        events.addAll(List.of(
                new TaskEvent.Summarised(new TaskState.Success(), null), new TaskEvent.Summarised(new TaskState.Skipped(""), null),
                new TaskEvent.Summarised(new TaskState.Failed(Cause.USER, ""), null),
                new TaskEvent.Dropped(), new TaskEvent.TakenUp(), new TaskEvent.Alive(1, Progress.NONE)));
        return events;
    }

    /** Who moves from where to where, and by which events; only moves to another state. */
    private static Map<Edge, SortedSet<String>> edges() {
        var edges = new TreeMap<Edge, SortedSet<String>>();
        walk((from, event, to) -> {
            if (!from.equals(to)) {
                edges.computeIfAbsent(new Edge(from, to), _ -> new TreeSet<>()).add(words(event));
            }
        });
        return edges;
    }

    /** All pairs of a state and an event that means something there, as {@code queued × Launched}. */
    public static SortedSet<String> pairs() {
        var pairs = new TreeSet<String>();
        walk((from, event, _) -> pairs.add(from + " × " + event));
        return pairs;
    }

    private interface Visitor {
        void moved(String from, String event, String to);
    }

    private static void walk(Visitor visitor) {
        for (var before : TaskMachineTest.STATES.values()) {
            for (var event : events()) {
                for (var later : LATER) {
                    if (TaskMachine.transition(before, event, TaskMachineTest.TERMS, TaskMachineTest.NOON.plus(later)) instanceof Transition.Moved(var after)
                            && !after.equals(before)) {
                        visitor.moved(before.state().word(), event.getClass().getSimpleName(), after.state().word());
                    }
                }
            }
        }
    }

    private static String words(String event) {
        return event.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The whole document. */
    static String text() {
        var diagram = edges().entrySet().stream()
                .map(edge -> "    %s --> %s: %s".formatted(edge.getKey().from(), edge.getKey().to(), String.join(", ", edge.getValue())))
                .collect(Collectors.joining("\n"));
        return """
                # States of a task instance

                Drawn by the state machine itself: every event was let happen in every state, and each arrow names the events that move a task along
                it. An event that is on no arrow leaving a state is refused there. This file is generated; a test fails when the machine says
                otherwise, and tells how to draw it anew.

                ```mermaid
                stateDiagram-v2
                    [*] --> waiting
                """ + diagram + "\n```\n";
    }
}
