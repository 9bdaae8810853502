package comporta.live;

import comporta.dag.DagId;
import comporta.dag.Ids;
import java.util.Optional;

/** What somebody wants to hear of. */
public sealed interface Topic {
    /** Runs of all DAGs: {@code night}. */
    record Night() implements Topic {}

    /** Runs of one DAG: {@code dag:nightly}. */
    record OfDag(DagId dag) implements Topic {}

    /** One run and its tasks: {@code run:nightly/manual-1}. */
    record OfRun(DagId dag, String run) implements Topic {}

    /** The log of one try: {@code log:nightly/manual-1/itaipu/1}, {@code …/score~3/1}. */
    record OfLog(DagId dag, String run, String task, int tryNumber) implements Topic {}

    /** The topic that is written so; empty: none is. */
    static Optional<Topic> of(String text) {
        var words = text.split("[:/]", -1);
        if (text.equals("night")) {
            return Optional.of(new Night());
        }
        if (words.length < 2 || !Ids.isId(words[1]) || !text.startsWith(words[0] + ":")) {
            return Optional.empty();
        }
        var dag = new DagId(words[1]);
        return switch (words[0] + " " + words.length) {
            case "dag 2" -> Optional.of(new OfDag(dag));
            case "run 3" -> words[2].isEmpty() ? Optional.empty() : Optional.of(new OfRun(dag, words[2]));
            case "log 5" -> words[2].matches("[A-Za-z0-9_][A-Za-z0-9_.-]*") && words[3].matches("[A-Za-z0-9_][A-Za-z0-9_.-]*(~\\d{1,6})?")
                    && words[4].matches("\\d{1,6}")
                    ? Optional.of(new OfLog(dag, words[2], words[3], Integer.parseInt(words[4])))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }
}
