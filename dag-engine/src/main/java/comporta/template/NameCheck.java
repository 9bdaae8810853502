package comporta.template;

import comporta.dag.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Judges the names of an expression: do they exist here, may they be read, what do they hold. */
final class NameCheck {
    private static final Set<Kind> TEXT = Set.of(Kind.TEXT);

    private final TemplateScope scope;
    private final List<TemplateProblem> problems;

    NameCheck(TemplateScope scope, List<TemplateProblem> problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** Whether the part behind this name cannot be computed: only what stands in the file can be checked. */
    boolean mustBeWrittenOut(List<String> path) {
        var root = path.getFirst();
        boolean named = Known.ASKED_BY_NAME.contains(root) || root.equals("item") || root.equals("params");
        return (path.size() == 1 && named) || (path.size() == 2 && root.equals("conn"));
    }

    /** What the name holds; everything when there is a problem with it. */
    Set<Kind> kinds(List<String> path, int offset) {
        var name = String.join(".", path);
        var root = path.getFirst();
        if (scope.extras().contains(name)) {
            return TEXT;
        }
        if (isSecret(name)) {
            if (!scope.secretsAllowed()) {
                var variable = path.getLast().equals("password") ? "PASSWORD" : "NAME";
                boolean reference = root.equals("conn") || root.equals("var");
                problem(
                        name, offset, "secret-in-template", name + " would be written into the job's description",
                        reference ? "Pass it by secrets: {" + variable + ": " + name + "}" : "Read it from $COMPORTA_PARAMS in the task");
            }
            return Kind.ANY;
        }
        if (root.equals("item")) {
            return item(path, name, offset);
        }
        if (!scope.roots().contains(root)) {
            return unknownRoot(path, name, offset);
        }
        if (path.size() == 1 && Known.ASKED_BY_NAME.contains(root)) {
            problem(name, offset, "unknown-name", root + " alone is no value", "Write " + Known.spelling(root));
            return Kind.ANY;
        }
        return switch (root) {
            case "params" -> param(path, name, offset);
            case "var" -> variable(path, name, offset);
            case "conn" -> connection(path, name, offset);
            case "outputs" -> output(path, name, offset);
            case "tasks" -> task(path, name, offset);
            default -> field(path, name, offset);
        };
    }

    private boolean isSecret(String name) {
        for (var secret : scope.secrets()) {
            if (name.equals(secret) || name.startsWith(secret + ".") || secret.startsWith(name + ".")) {
                return true;
            }
        }
        var path = name.split("\\.", -1);
        return path.length >= 3 && path[0].equals("conn") && Known.SECRET_CONNECTION_FIELDS.contains(path[path.length - 1]);
    }

    private Set<Kind> unknownRoot(List<String> path, String name, int offset) {
        var root = path.getFirst();
        String near = null;
        if (path.size() == 1 && scope.params().containsKey(root)) {
            near = "params." + root;
        } else if (path.size() == 1 && scope.items().contains(root)) {
            near = "item." + root;
        } else {
            var known = new ArrayList<String>(scope.roots());
            known.addAll(scope.extras());
            known.addAll(List.of("true", "false", "null"));
            known.sort(null);
            near = Suggestion.nearest(root, known).map(found -> found + name.substring(root.length())).orElse(null);
        }
        String fix;
        if (near != null) {
            fix = "Did you mean " + near + "?";
        } else if (root.equals("partition")) {
            fix = "Add a partition to the schedule, e.g. partition: day";
        } else {
            fix = "Names here begin with " + String.join(", ", scope.roots().stream().sorted().toList());
        }
        problem(name, offset, "unknown-name", "there is no \"" + name + "\" here", fix);
        return Kind.ANY;
    }

    private Set<Kind> item(List<String> path, String name, int offset) {
        if (scope.items().isEmpty()) {
            problem(
                    name, offset, "item-outside", "\"" + name + "\" is known only in an expanded task or group",
                    "Add expand, or remove it");
            return Kind.ANY;
        }
        if (path.size() == 1) {
            return Set.of(Kind.MAP);
        }
        if (!scope.items().contains(path.get(1))) {
            unknown(name, offset, path.get(1), "item.", scope.items());
        }
        return Kind.ANY;
    }

    private Set<Kind> param(List<String> path, String name, int offset) {
        if (path.size() == 1) {
            return Set.of(Kind.MAP);
        }
        var type = scope.params().get(path.get(1));
        if (type == null) {
            unknown(name, offset, path.get(1), "params.", scope.params().keySet());
            return Kind.ANY;
        }
        return deeper(path, 2, Kind.of(type), offset);
    }

    private Set<Kind> variable(List<String> path, String name, int offset) {
        var known = scope.variables();
        if (known != null && !known.contains(path.get(1))) {
            problem(
                    name, offset, "unknown-resource", "there is no variable \"" + path.get(1) + "\"",
                    Suggestion.didYouMean(path.get(1), known, "Add it on the server"));
        }
        return Kind.ANY;
    }

    private Set<Kind> connection(List<String> path, String name, int offset) {
        var known = scope.connections();
        if (known != null && !known.contains(path.get(1))) {
            problem(
                    name, offset, "unknown-resource", "there is no connection \"" + path.get(1) + "\"",
                    Suggestion.didYouMean(path.get(1), known, "comporta connections list"));
            return Kind.ANY;
        }
        if (path.size() == 2) {
            problem(name, offset, "unknown-name", name + " is a whole connection", "Write " + name + ".host, .port, .schema or .user");
            return Kind.ANY;
        }
        var kind = Known.CONNECTION_FIELDS.get(path.get(2));
        if (kind == null) {
            unknown(name, offset, path.get(2), "conn." + path.get(1) + ".", Known.CONNECTION_FIELDS.keySet());
            return Kind.ANY;
        }
        return deeper(path, 3, Set.of(kind), offset);
    }

    private Set<Kind> output(List<String> path, String name, int offset) {
        var task = path.get(1);
        if (!isUpstream("outputs", task, name, offset)) {
            return Kind.ANY;
        }
        var declared = scope.outputs().get(task);
        if (path.size() == 2) {
            return Set.of(Kind.MAP, Kind.LIST);
        }
        if (declared == null) {
            return Kind.ANY;
        }
        var type = declared.get(path.get(2));
        if (type == null) {
            problem(
                    name, offset, "undeclared-output", "task \"" + task + "\" declares no output \"" + path.get(2) + "\"",
                    Suggestion.didYouMean(path.get(2), declared.keySet(), "Add it to outputs of " + task));
            return Kind.ANY;
        }
        return deeper(path, 3, Kind.of(type), offset);
    }

    private Set<Kind> task(List<String> path, String name, int offset) {
        if (!isUpstream("tasks", path.get(1), name, offset)) {
            return Kind.ANY;
        }
        if (path.size() == 2) {
            return Set.of(Kind.MAP);
        }
        if (!path.get(2).equals("state")) {
            problem(name, offset, "unknown-name", "there is no \"" + name + "\" here", "Write tasks." + path.get(1) + ".state");
            return Kind.ANY;
        }
        return deeper(path, 3, TEXT, offset);
    }

    private boolean isUpstream(String root, String task, String name, int offset) {
        if (!scope.tasks().contains(task)) {
            unknown(name, offset, task, root + ".", scope.tasks());
            return false;
        }
        if (!scope.upstream().test(task)) {
            problem(
                    name, offset, "not-upstream",
                    "\"" + root + "." + task + "\" is read " + (scope.task() == null ? "here" : "in \"" + scope.task() + "\"")
                            + ", which does not come after \"" + task + "\"",
                    scope.task() == null ? "Read it in a task that does" : "Add " + task + " to depends_on of " + scope.task());
            return false;
        }
        return true;
    }

    private Set<Kind> field(List<String> path, String name, int offset) {
        var prefix = path.getFirst();
        for (int depth = 1; depth <= path.size(); depth++) {
            if (depth > 1) {
                prefix += "." + path.get(depth - 1);
            }
            var kind = Known.FIELDS.get(prefix);
            if (kind != null) {
                return deeper(path, depth, Set.of(kind), offset);
            }
            if (Known.below(prefix).isEmpty()) {
                var parent = String.join(".", path.subList(0, depth - 1));
                var siblings = Known.below(parent);
                var near = Suggestion.nearest(prefix.substring(parent.length() + 1), shortened(siblings, parent))
                        .map(found -> parent + "." + found);
                problem(
                        name, offset, "unknown-name", "there is no \"" + name + "\" here",
                        near.map(found -> "Did you mean " + found + "?").orElse("There are " + String.join(", ", siblings)));
                return Kind.ANY;
            }
        }
        return Set.of(Kind.MAP);
    }

    private static List<String> shortened(Collection<String> names, String parent) {
        return names.stream().map(name -> name.substring(parent.length() + 1)).toList();
    }

    /** What lies below a value of known kinds. */
    private Set<Kind> deeper(List<String> path, int depth, Set<Kind> kinds, int offset) {
        if (depth == path.size()) {
            return kinds;
        }
        if (!kinds.contains(Kind.LIST) && !kinds.contains(Kind.MAP)) {
            var name = String.join(".", path.subList(0, depth));
            problem(
                    String.join(".", path), offset, "unknown-name",
                    name + " is " + Kind.words(kinds) + " and has no part \"" + path.get(depth) + "\"", "Write " + name);
        }
        return Kind.ANY;
    }

    private void unknown(String name, int offset, String part, String before, Collection<String> known) {
        problems.add(TemplateProblem.error(offset, name.length(), "unknown-name", "there is no \"" + name + "\" here", () -> {
            int behind = before.length() + part.length();
            return Suggestion.nearest(part, known)
                    .map(near -> "Did you mean " + before + near + (behind < name.length() ? name.substring(behind) : "") + "?")
                    .orElseGet(() -> known.isEmpty()
                            ? "This DAG has none"
                            : "There are " + before + String.join(", " + before, known.stream().sorted().limit(10).toList()));
        }));
    }

    private void problem(String name, int offset, String id, String what, String fix) {
        problems.add(TemplateProblem.error(offset, name.length(), id, what, fix));
    }
}
