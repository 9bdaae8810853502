package comporta.decide;

import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known of a run at one moment. Tasks and instances of expanded ones are asked for by node ({@link Plan}). */
public interface Facts {
    Plan plan();

    DagRun run();

    Surroundings surroundings();

    TaskInstance instance(int node);

    /** Outputs of the last successful try of a node; null when it had none. */
    @Nullable Map<String, Object> outputs(int node);

    /** The latest lease of a set-up; null when it never began. */
    @Nullable Lease lease(int node);

    /** Launches of the present try of a node, in order of number. */
    List<Launch> launches(int node);

    /** What a unit is expanded over; null: its rule has not held yet. */
    @Nullable Expansion expansion(int unit);

    /** How something in other runs stands, as far as the run was told. */
    Standing standing(Awaited awaited);

    /** What persons have ordered for a node. */
    TaskOrder order(int node);

    /** The nodes of all instances there are, in order. */
    IntStream instances();
}
