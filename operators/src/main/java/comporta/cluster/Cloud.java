package comporta.cluster;

import java.util.List;
import java.util.Set;

/** Where the machines of a stack stand. Each call may be repeated; each looks before it makes. */
public interface Cloud extends AutoCloseable {
    /** What stands of a stack, {@link Seen#leader} left out. */
    Seen look(Stack stack);

    /** Makes the security group, or finds it, and opens it. */
    void makeWall(Stack stack, Set<String> allow);

    void moveWall(Stack stack, Set<String> open, Set<String> shut);

    /** Keeps which versions the stack was given, the newest first. */
    void note(Stack stack, List<String> versions);

    /** Starts a machine, or finds the one of that role and number that was made so. Returns its id. */
    String start(Stack stack, Make make);

    /** Ends it; an ended one is no mistake. */
    void end(String machine);

    /** Whether it is gone. */
    boolean isGone(String machine);

    void setGroup(Stack stack, Stack.SlaveType type, Stack.Group group, Make make);

    /** Ends a machine of a group, which starts another in its place. */
    void endOfGroup(String machine);

    @Override
    void close();
}
