package comporta.basic;

import comporta.operator.AlarmThread;
import comporta.operator.Operator;
import comporta.secret.Vault;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What looks at conditions outside: {@code sensor} and the probe of {@code done_when}, over one alarm and a thread for each look. */
public final class Sensors implements AutoCloseable {
    private final AlarmThread alarm;
    private final ExecutorService threads;
    private final List<Operator> operators;

    /**
     * @param zone for DAGs that name none
     * @param vault where connections come from
     */
    public Sensors(ZoneId zone, Vault vault, InstantSource clock) {
        alarm = new AlarmThread("sensors", clock);
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("look-", 0).factory());
        var conditions = new Conditions(zone, new OneClient(), vault);
        operators = List.of(
                new SensorOperator(conditions, vault.mask(), clock, alarm, threads), new DoneWhenOperator(conditions, clock, threads));
    }

    /** {@code sensor} and {@code done_when}. */
    public List<Operator> operators() {
        return operators;
    }

    /** Nobody looks any more; the next process does. */
    @Override
    public void close() {
        alarm.close();
        threads.shutdownNow();
    }

    /** Made for the first who asks over HTTP: most runs never do, and it takes a while. */
    static final class OneClient implements Supplier<HttpClient> {
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private @Nullable HttpClient client;

        @Override
        public synchronized HttpClient get() {
            if (client == null) {
                client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();
            }
            return client;
        }
    }
}
