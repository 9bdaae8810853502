package comporta.api;

import comporta.catalogue.DagCatalogue;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dagfile.DagProblem;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The DAGs that this server knows, as they were last read. */
public interface DagShelf {
    /** All of them, by id. */
    List<Shelved> all();

    /** The one of that id. */
    Optional<Shelved> find(DagId dag);

    /** The number of the version of a DAG that new runs use; empty: there is no such DAG. It is asked for again and again. */
    default OptionalInt version(DagId dag) {
        var found = find(dag);
        return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get().version());
    }

    /** The versions of a DAG that were ever used, the newest first. */
    List<Version> versions(DagId dag);

    /** What DAGs are changed by; empty: nothing, this server only shows them. */
    default Optional<DagCatalogue> catalogue() {
        return Optional.empty();
    }

    /**
     * A DAG.
     *
     * @param dag the last version that could be read
     * @param version its number within the DAG, for people
     * @param path of its file
     * @param source text of its file
     * @param problems of the file as it is now
     * @param nextTick null: none, or it is paused
     * @param tickNotes what is to be said of that tick
     * @param timetable of its schedule; null: it has no ticks, since its file is gone or its calendar is not there
     */
    record Shelved(
            Dag dag,
            long versionId,
            int version,
            String path,
            String source,
            boolean paused,
            FileState file,
            List<DagProblem> problems,
            @Nullable Instant nextTick,
            List<String> tickNotes,
            @Nullable Timetable timetable) {
        public Shelved {
            problems = List.copyOf(problems);
            tickNotes = List.copyOf(tickNotes);
        }

        /** What its timetable has after an instant and before another, the soonest first; nothing while it is paused. */
        Stream<Tick> ticks(Instant from, Instant to) {
            return timetable == null || paused || !from.isBefore(to)
                    ? Stream.empty()
                    : timetable.after(from).takeWhile(tick -> tick.at().isBefore(to)).filter(tick -> !tick.isSkipped());
        }
    }

    /** What became of the file. */
    enum FileState {
        OK,
        /** It cannot be read; the last version that could goes on. */
        BROKEN,
        GONE
    }

    /** A version of a DAG. */
    record Version(long id, int number, String path, Instant pinnedAt) {}
}
