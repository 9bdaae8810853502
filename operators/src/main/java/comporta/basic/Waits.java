package comporta.basic;

import comporta.operator.AlarmThread;
import comporta.operator.Operator;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What waits for persons and for other DAGs: {@code approval} and {@code trigger-dag}, over one alarm and a thread for each look. */
public final class Waits implements AutoCloseable {
    private final AlarmThread alarm;
    private final ExecutorService threads;
    private final List<Operator> operators;

    public Waits(OtherDags dags, InstantSource clock) {
        alarm = new AlarmThread("other-dags", clock);
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("other-dag-", 0).factory());
        operators = List.of(new ApprovalOperator(clock), new TriggerDagOperator(dags, clock, alarm, threads));
    }

    /** {@code approval} and {@code trigger-dag}. */
    public List<Operator> operators() {
        return operators;
    }

    /** Nobody looks any more; the next process does. */
    @Override
    public void close() {
        alarm.close();
        threads.shutdownNow();
    }
}
