package comporta.loop;

import comporta.decide.Deciding;
import comporta.operator.Operator;
import comporta.store.Store;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The works of an engine whose decisions a test takes into its own hands. */
public final class WorksInTheHands {
    private WorksInTheHands() {}

    /** Works that decide by {@code deciding}. */
    public static Clockwork of(
            Store store, Map<String, Operator> operators, EngineSettings settings, InstantSource clock, RandomGenerator tokens,
            Observer observer, Executor errands, Deciding deciding) {
        return new Clockwork(store, operators, settings, null, clock, tokens, observer, errands, new ConcurrentLinkedQueue<>(), deciding);
    }
}
