package comporta.decide;

import comporta.run.Afterwards;
import comporta.run.TaskState;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Whether a wish did what its preview said: the preview is made of the decision alone, and this looks at the run. */
final class PreviewCheck {
    private PreviewCheck() {}

    /** @param happened changes and commands of the deed, among other things */
    static void compare(RunView after, Preview preview, List<Object> happened) {
        var stopped = new TreeSet<String>();
        for (var one : happened) {
            if (one instanceof Change.WishSettled settled) {
                require(settled.outcome().equals(preview.outcome()), () -> "the preview says " + preview.outcome() + ", and it was " + settled.outcome());
            } else if (one instanceof Command.Stop stop) {
                stopped.add(Nodes.name(after, Objects.requireNonNull(after.plan().node(stop.intent().id()))));
            }
        }
        require(stopped.equals(new TreeSet<>(preview.stops())), () -> "the preview stops " + preview.stops() + ", and it stopped " + stopped);
        var told = new TreeMap<String, String>();
        preview.startsOver().forEach(name -> told.put(name, "to come"));
        preview.toCome().forEach(name -> told.put(name, "to come"));
        preview.goesOn().forEach(name -> told.put(name, "goes on"));
        preview.reused().forEach(name -> told.put(name, "success"));
        preview.stays().forEach(name -> told.put(name, "stays"));
        Nodes.all(after).filter(node -> !Nodes.isSummary(after, node)).forEach(node -> {
            var name = Nodes.name(after, node);
            var is = switch (after.instance(node).state()) {
                case TaskState.Success _ -> "success";
                case TaskState.Removed _ -> null;
                case TaskState.AtRest _ -> "stays";
                case TaskState.Stopping stopping -> stopping.then() instanceof Afterwards.StartOver ? "to come" : null;
                case TaskState.InTry _ -> "goes on";
                case TaskState.Waiting _, TaskState.Queued _, TaskState.UpForRetry _ -> "to come";
            };
            require(Objects.equals(is, told.get(name)),
                    () -> "the preview says of " + name + ": " + told.get(name) + ", and it is " + after.instance(node).state());
        });
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
