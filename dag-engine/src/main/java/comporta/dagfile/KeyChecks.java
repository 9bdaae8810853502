package comporta.dagfile;

import comporta.dag.Suggestion;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which keys a block has, and which it may have. */
final class KeyChecks {
    private final Problems problems;

    KeyChecks(Problems problems) {
        this.problems = problems;
    }

    /** The key of that name; null: no table has it. */
    static @Nullable Key find(List<List<Key>> tables, String name) {
        for (var table : tables) {
            for (var key : table) {
                if (key.name().equals(name)) {
                    return key;
                }
            }
        }
        return null;
    }

    /** The key that had that name before; null: none had. */
    static @Nullable Key findFormer(List<List<Key>> tables, String name) {
        for (var table : tables) {
            for (var key : table) {
                if (key.formerly().contains(name)) {
                    return key;
                }
            }
        }
        return null;
    }

    /** Tells the keys that must stand and do not. */
    void missing(String owner, List<List<Key>> tables, Mapping node, Place holder) {
        for (var table : tables) {
            for (var key : table) {
                if (key.required() && node.entry(key.name()) == null) {
                    problems.error(holder, "missing-key", owner + " has no \"" + key.name() + "\"", "Add e.g. " + TypeWords.example(key));
                }
            }
        }
    }

    /** Tells when none, or more than one, of some keys stands. */
    void choose(String owner, Type.Choice choice, Mapping node, Place holder) {
        var there = new ArrayList<Node.Entry>();
        for (var entry : node.entries().values()) {
            if (choice.keys().contains(entry.name())) {
                there.add(entry);
            }
        }
        if (there.size() == 1 || (there.isEmpty() && !choice.needed())) {
            return;
        }
        var place = there.isEmpty() ? holder : there.get(1).key().place();
        switch (choice.problem()) {
            case "one-condition" -> problems.error(place, "one-condition",
                    owner + (there.isEmpty() ? " has no condition" : " has " + there.size() + " conditions"),
                    "Give one of " + TypeWords.joined(choice.keys(), "and"));
            case "deadline-two-forms" -> problems.error(place, "deadline-two-forms",
                    "the deadline has " + (there.isEmpty() ? "neither \"by\" nor \"within\"" : "both \"by\" and \"within\""),
                    there.isEmpty() ? "Give one of them" : "Keep one");
            default -> {
                if (there.isEmpty()) {
                    problems.error(place, "missing-key", owner + " has none of " + TypeWords.joined(choice.keys(), "and"),
                            "Give one of them");
                } else {
                    problems.error(place, "both-keys",
                            "\"" + there.get(0).name() + "\" and \"" + there.get(1).name() + "\" stand together", "Keep one");
                }
            }
        }
    }

    /** Tells a key that no table has, with the place where it belongs or the name that was meant. */
    void unknown(String owner, Type.Block type, List<List<Key>> tables, Node.Entry entry) {
        var name = entry.name();
        var place = entry.key().place();
        for (var table : tables) {
            for (var key : table) {
                for (var inner : TypeWords.blocksIn(key.type())) {
                    if (find(List.of(inner.keys()), name) != null) {
                        problems.error(place, "unknown-key",
                                "\"" + name + "\" is a key of " + key.name() + ", not of "
                                + (type.name().equals("DAG") ? "the DAG" : type.name()),
                                "Move it into " + key.name());
                        return;
                    }
                }
            }
        }
        if (tables.size() > 1) {
            for (var other : new TreeMap<>(OperatorKeys.all()).values()) {
                if (find(List.of(other.keys()), name) != null) {
                    problems.error(place, "unknown-key", "\"" + name + "\" is a key of " + other.name() + ", not of " + type.name(),
                            "Change the operator, or remove it");
                    return;
                }
            }
        }
        var names = new ArrayList<String>();
        for (var table : tables) {
            for (var key : table) {
                names.add(key.name());
            }
        }
        Suggestion.nearest(name, names).ifPresent(meant -> problems.spoilt(owner, meant));
        problems.error(place, "unknown-key", owner + " has no key " + Scalar.quoted(name),
                Suggestion.didYouMean(name, names, names.size() <= 12 ? "Keys are " + TypeWords.joined(names, "and") : "Remove it"));
    }
}
