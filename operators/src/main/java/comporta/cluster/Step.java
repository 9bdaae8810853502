package comporta.cluster;

import java.util.List;
import java.util.Set;

/** One thing that is to be done to a stack, and may be done again after it was broken off. */
public sealed interface Step {
    /** What will be done, for a person. */
    String text();

    /** The security group is made, and shut but for its own machines and these networks. */
    record MakeWall(String stack, Set<String> allow) implements Step {
        @Override
        public String text() {
            return "make security group comporta-" + stack + (allow.isEmpty() ? ", open to its own machines only" : ", open to its own machines and " + String.join(", ", allow));
        }
    }

    /** These networks may reach the machines, or may no longer. */
    record MoveWall(Set<String> open, Set<String> shut) implements Step {
        @Override
        public String text() {
            return "security group: " + (open.isEmpty() ? "" : "open to " + String.join(", ", open)) + (open.isEmpty() || shut.isEmpty() ? "" : "; ")
                    + (shut.isEmpty() ? "" : "no longer open to " + String.join(", ", shut));
        }
    }

    /** Which versions the stack was given is kept, the newest first. */
    record Note(List<String> versions) implements Step {
        @Override
        public String text() {
            return "keep on record: Mesos " + versions.getFirst() + (versions.size() > 1 ? ", before it " + versions.get(1) : "");
        }
    }

    /** A machine is started, and awaited. */
    record Start(Make make) implements Step {
        @Override
        public String text() {
            return "start " + who(make.role(), make.number()) + " (" + make.kind().instanceType() + (make.address() == null ? "" : ", " + make.address())
                    + ") with Mesos " + make.version();
        }
    }

    /** A machine is drained and ended, and its successor started and awaited, before the next step. */
    record Replace(Seen.Machine machine, Make make) implements Step {
        @Override
        public String text() {
            return "replace " + who(make.role(), make.number()) + " (" + machine.id() + "): "
                    + (machine.version().equals(make.version()) ? "what it is made of has changed" : "Mesos " + machine.version() + " to " + make.version());
        }
    }

    /** A machine is drained and ended. */
    record End(Seen.Machine machine) implements Step {
        @Override
        public String text() {
            return "drain and end " + who(machine.role(), machine.number()) + " (" + machine.id() + ")";
        }
    }

    /** A group is made, or new machines of it are made so from now on. */
    record SetGroup(Stack.SlaveType type, Stack.Group group, Make make, boolean isNew) implements Step {
        @Override
        public String text() {
            return (isNew ? "make" : "change") + " auto-scaling group " + group.name() + " (" + type.kind().instanceType() + ", " + group.min() + " to " + group.max()
                    + " machines) with Mesos " + make.version();
        }
    }

    /** A machine of a group is drained and ended, and the group starts its successor. */
    record Refresh(Stack.Group group, String machine, String from, String version) implements Step {
        @Override
        public String text() {
            return "replace " + machine + " of auto-scaling group " + group.name() + ": "
                    + (from.equals(version) ? "what it is made of has changed" : "Mesos " + from + " to " + version);
        }
    }

    private static String who(String role, int number) {
        return role.equals(Stack.MASTER) ? "master " + number : role + " " + number;
    }
}
