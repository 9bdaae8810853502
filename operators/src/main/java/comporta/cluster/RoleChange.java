package comporta.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One thing by which a role differs from its file. */
public sealed interface RoleChange {
    String role();

    /** What will be done, for a person; statements that come and go stand below. */
    List<String> text();

    /** @param trust who may take it */
    record Make(String role, Policy trust) implements RoleChange {
        @Override
        public List<String> text() {
            return List.of("make role " + role);
        }
    }

    /** Others may take it. */
    record SetTrust(String role, Policy trust, Policy before) implements RoleChange {
        @Override
        public List<String> text() {
            return difference("change who may take role " + role, trust, before);
        }
    }

    /** @param before null: it is new */
    record PutPolicy(String role, String name, Policy policy, @Nullable Policy before) implements RoleChange {
        @Override
        public List<String> text() {
            return difference((before == null ? "add" : "change") + " policy " + name + " of role " + role, policy, before);
        }
    }

    /** The file does not have it. */
    record DropPolicy(String role, String name, Policy before) implements RoleChange {
        @Override
        public List<String> text() {
            return difference("drop policy " + name + " of role " + role, null, before);
        }
    }

    /** A policy that is managed elsewhere. */
    record Attach(String role, String arn) implements RoleChange {
        @Override
        public List<String> text() {
            return List.of("attach " + arn + " to role " + role);
        }
    }

    /** The file does not have it. */
    record Detach(String role, String arn) implements RoleChange {
        @Override
        public List<String> text() {
            return List.of("detach " + arn + " from role " + role);
        }
    }

    /** Machines can be started with it from then on. */
    record MakeProfile(String role) implements RoleChange {
        @Override
        public List<String> text() {
            return List.of("make instance profile " + role);
        }
    }

    private static List<String> difference(String what, @Nullable Policy after, @Nullable Policy before) {
        var none = Policy.parse("{\"Statement\": []}");
        var lines = new ArrayList<>(List.of(what));
        (before == null ? none : before).beyond(after == null ? none : after).forEach(each -> lines.add("  - " + each));
        (after == null ? none : after).beyond(before == null ? none : before).forEach(each -> lines.add("  + " + each));
        return lines;
    }

    /**
     * From a role as it is to what its file says: only what differs. What is taken away goes first, so that at no moment more is granted than
     * before or after.
     *
     * @param present null: there is none
     */
    static List<RoleChange> between(@Nullable Role present, Role wanted) {
        var changes = new ArrayList<RoleChange>();
        var name = wanted.name();
        if (present == null) {
            changes.add(new Make(name, wanted.trust()));
        } else {
            new TreeMap<>(present.policies()).forEach((policy, document) -> {
                if (!wanted.policies().containsKey(policy)) {
                    changes.add(new DropPolicy(name, policy, document));
                }
            });
            new TreeSet<>(present.managed()).stream().filter(arn -> !wanted.managed().contains(arn)).forEach(arn -> changes.add(new Detach(name, arn)));
            if (!present.trust().equals(wanted.trust())) {
                changes.add(new SetTrust(name, wanted.trust(), present.trust()));
            }
        }
        new TreeMap<>(wanted.policies()).forEach((policy, document) -> {
            var before = present == null ? null : present.policies().get(policy);
            if (!document.equals(before)) {
                changes.add(new PutPolicy(name, policy, document, before));
            }
        });
        new TreeSet<>(wanted.managed()).stream().filter(arn -> present == null || !present.managed().contains(arn)).forEach(arn -> changes.add(new Attach(name, arn)));
        if (wanted.hasProfile() && (present == null || !present.hasProfile())) {
            changes.add(new MakeProfile(name));
        }
        return changes;
    }
}
