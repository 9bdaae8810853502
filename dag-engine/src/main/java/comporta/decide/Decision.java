package comporta.decide;

import java.util.List;

/** What an event leads to: first all changes are committed, then the commands are carried out, both in order. */
public record Decision(List<Change> changes, List<Command> commands) {
    public Decision {
        changes = List.copyOf(changes);
        commands = List.copyOf(commands);
    }
}
