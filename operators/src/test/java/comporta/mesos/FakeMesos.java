package comporta.mesos;

import comporta.job.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Mesos of this machine as a process of its own, for benchmarks and for trying things out. Says its address on stdout. With {@code held} its
 * agents offer nothing before a line comes on stdin; a second line has it say how many ms lay between the offers and the last acceptance, and
 * ends all tasks, after which another round may follow.
 */
public final class FakeMesos {
    private static final long HEARTBEAT_MS = 15_000;
    private static final long RESEND_MS = 10_000;

    private FakeMesos() {}

    /** @param args folder; agents; cores and MB of each; {@code paper}: tasks are said to run, and no process is started; {@code held} */
    public static void main(String... args) throws IOException, InterruptedException {
        var master = new FakeMaster(Path.of(args[0]), HEARTBEAT_MS, RESEND_MS);
        boolean isPaper = args.length > 4 && args[4].equals("paper");
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            var agent = master.agent(Double.parseDouble(args[2]), Double.parseDouble(args[3]), Map.of("slave-type", "mesos-fixed"));
            agent.paper = isPaper;
            agent.draining = args.length > 5;
        }
        System.out.println(master.url());
        if (args.length > 5) {
            held(master);
        }
        new CountDownLatch(1).await();
    }

    /** In rounds: a line, an offer; another line, what became of it, and the end of all tasks. */
    private static void held(FakeMaster master) throws IOException {
        var last = new AtomicLong();
        var acceptances = new AtomicInteger();
        master.next(call -> FakeMaster.isCall(call, "ACCEPT"), (exchange, work) -> {
            last.set(System.nanoTime());
            acceptances.incrementAndGet();
            Trouble.NONE.meet(exchange, work);
        }, Integer.MAX_VALUE);
        try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (orders.readLine() != null) {
                acceptances.set(0);
                long offered;
                synchronized (master) {
                    master.agents.forEach(agent -> agent.draining = false);
                    offered = master.offerNow();
                }
                if (orders.readLine() != null) {
                    System.out.println(acceptances.get() + " " + (last.get() - offered) / 1e6);
                    master.agents.forEach(agent -> agent.draining = true);
                    master.agents.forEach(FakeAgent::finish);
                }
            }
        }
    }
}
