package comporta.dagfile;

import comporta.dag.DagId;
import java.util.List;
import java.util.Set;

/**
 * What a dags folder held at one moment.
 *
 * @param dags those whose files are right, in the order of their paths
 * @param broken DAGs whose files are there and have mistakes
 * @param problems of all files, errors and warnings, file by file
 * @param parsed how many files had to be read anew for this
 */
public record FolderReading(List<FoundDag> dags, Set<DagId> broken, List<FileProblems> problems, int parsed) {
    public FolderReading {
        dags = List.copyOf(dags);
        broken = Set.copyOf(broken);
        problems = List.copyOf(problems);
    }

    /** Whether another reading found the same, however much of it had to be parsed. */
    boolean isSameAs(FolderReading other) {
        return dags.equals(other.dags) && broken.equals(other.broken) && problems.equals(other.problems);
    }

    /**
     * The problems of a file.
     *
     * @param path below the folder
     * @param dag the one that it is about, as far as that is known; empty otherwise
     */
    public record FileProblems(String path, String dag, List<DagProblem> problems) {
        public FileProblems {
            problems = List.copyOf(problems);
        }

        /** Those that keep the file from being used. */
        public List<DagProblem> errors() {
            return problems.stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).toList();
        }

        /** Those that somebody should do something about: errors, and names that nobody has defined. */
        public List<DagProblem> pressing() {
            return problems.stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR || problem.isOfOutside()).toList();
        }
    }
}
