package comporta.simulate;

import comporta.decide.Change;
import comporta.run.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that happened in a world, in order; put into words only when somebody wants to read it. */
final class Story {
    private final VirtualTime time;
    private final List<Happened> happened = new ArrayList<>();

    private record Happened(Instant at, String what, List<Object> of) {}

    Story(VirtualTime time) {
        this.time = time;
    }

    /** @param what with a {@code %s} for each of {@code of} */
    void add(String what, Object... of) {
        happened.add(new Happened(time.instant(), what, Arrays.asList(of)));
    }

    void committed(DagRun run, List<Change> changes) {
        for (var change : changes) {
            add("  %s %s", run.key(), change);
        }
    }

    /** The last lines; those before them are left out. */
    List<String> last(long lines) {
        return happened.stream().skip(Math.max(0, happened.size() - lines)).map(Story::inWords).toList();
    }

    private static String inWords(Happened each) {
        var words = each.of().stream().map(word -> word instanceof Change change ? inWords(change) : word).toArray();
        return each.at() + " " + String.format(each.what(), words);
    }

    /** Without the number of the run: in another database it has another. */
    private static String inWords(Change change) {
        return switch (change) {
            case Change.RunMoved moved -> "run: " + moved.after().state() + ", halt " + moved.after().halt();
            case Change.TaskMoved moved ->
                name(moved.after().task(), moved.after().mapIndex()) + ": " + moved.before().state().word() + " -> " + moved.after().state();
            case Change.TryOpened opened -> name(opened.task(), opened.mapIndex()) + ": try " + opened.tryNumber() + " opens";
            case Change.TryClosed closed -> name(closed.task(), closed.mapIndex()) + ": try " + closed.tryNumber() + " closes, " + closed.exit();
            case Change.LaunchMoved moved ->
                "launch " + moved.after().intent().id() + ": " + moved.after().state() + " " + moved.after().exit();
            case Change.LeaseMoved moved -> "lease " + moved.after().id() + ": " + moved.after().state();
            case Change.Expanded expanded -> "expanded: " + expanded.after().size() + " items, " + expanded.added().size() + " new instances";
            case Change.Ordered ordered -> "ordered for " + ordered.task() + ": " + ordered.after();
            case Change.LimitMoved moved -> "limit: " + moved.after();
            case Change.WishSettled settled -> "a wish: " + settled.outcome();
        };
    }

    private static String name(int task, int mapIndex) {
        return "task " + task + (mapIndex < 0 ? "" : "[" + mapIndex + "]");
    }
}
