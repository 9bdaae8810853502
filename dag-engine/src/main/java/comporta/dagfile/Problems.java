package comporta.dagfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The problems of one file while it is read. The same problem met twice (by an alias, or a default of many tasks) is told once. */
final class Problems {
    private static final int TOLD = 100;
    private static final int KEPT = 10_000;

    private final String file;
    private final boolean strict;
    private final Place top;
    /**
     * Without their fixes, which are found out for those that are told: to look for what was meant takes
     * long where thousands of names are wrong.
     */
    private final Map<DagProblem, Supplier<String>> found = new LinkedHashMap<>();
    private final Set<String> spoilt = new HashSet<>();

    /** @param strict warnings are errors */
    Problems(String file, boolean strict) {
        this(file, strict, Place.TOP);
    }

    /** @param top where the DAG begins: what concerns it as a whole is told there */
    Problems(String file, boolean strict, Place top) {
        this.file = file;
        this.strict = strict;
        this.top = top;
    }

    /** The file, as the caller named it. */
    String file() {
        return file;
    }

    void error(Place place, String id, String what, String fix) {
        error(place, id, what, () -> fix);
    }

    /** @param fix is asked only if the problem is told */
    void error(Place place, String id, String what, Supplier<String> fix) {
        add(place, DagProblem.Severity.ERROR, id, what, fix);
    }

    void warning(Place place, String id, String what, String fix) {
        add(place, strict ? DagProblem.Severity.ERROR : DagProblem.Severity.WARNING, id, what, () -> fix);
    }

    /** A key was meant, but it is misspelt or its value does not fit: that it is missing need not be told, too. */
    void spoilt(String owner, String key) {
        spoilt.add(owner + " " + key);
    }

    /** Whether that key of that owner was told to be wrong. */
    boolean isSpoilt(String owner, String key) {
        return spoilt.contains(owner + " " + key);
    }

    /** Adds one that was found elsewhere. */
    void add(DagProblem problem) {
        found.putIfAbsent(problem.fixedBy(""), problem::fix);
    }

    /** How many there are so far; the same number later means that nothing was found in between. */
    int count() {
        return found.size();
    }

    /** Whether the file is no YAML, so that parts of it may be missing in what was read. */
    boolean isBroken() {
        return found.keySet().stream().anyMatch(problem -> problem.id().equals("yaml-syntax"));
    }

    boolean hasErrors() {
        for (var problem : found.keySet()) {
            if (problem.severity() == DagProblem.Severity.ERROR) {
                return true;
            }
        }
        return false;
    }

    /** In order of place, at most a hundred; errors are not pushed out by warnings. */
    List<DagProblem> inOrder() {
        var all = new ArrayList<>(found.keySet());
        if (all.size() > TOLD) {
            all.sort(Comparator.comparing(DagProblem::severity).thenComparingInt(DagProblem::line).thenComparingInt(DagProblem::column));
            all.subList(TOLD, all.size()).clear();
        }
        all.sort(Comparator.comparing((DagProblem problem) -> !problem.file().equals(file))
                .thenComparing(DagProblem::file)
                .thenComparingInt(DagProblem::line)
                .thenComparingInt(DagProblem::column));
        return all.stream().map(problem -> problem.fixedBy(found.getOrDefault(problem, problem::fix).get())).toList();
    }

    private void add(Place place, DagProblem.Severity severity, String id, String what, Supplier<String> fix) {
        if (found.size() < KEPT) {
            var at = place.equals(Place.TOP) ? top : place;
            var in = at.file().isEmpty() ? file : Path.of(file).resolveSibling(at.file()).toString();
            found.putIfAbsent(new DagProblem(in, at.line(), at.column(), severity, id, what, ""), fix);
        }
    }
}
