package comporta.mesos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A Mesos of this machine as a process of its own, for benchmarks and for trying things out. Says its address on stdout. */
public final class FakeMesos {
    private static final long HEARTBEAT_MS = 15_000;
    private static final long RESEND_MS = 10_000;

    private FakeMesos() {}

    /** @param args folder; agents; cores and MB of each; {@code paper}: tasks are said to run, and no process is started */
    public static void main(String... args) throws IOException, InterruptedException {
        var master = new FakeMaster(Path.of(args[0]), HEARTBEAT_MS, RESEND_MS);
        boolean isPaper = args.length > 4 && args[4].equals("paper");
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            master.agent(Double.parseDouble(args[2]), Double.parseDouble(args[3]), Map.of("slave-type", "mesos-fixed")).paper = isPaper;
        }
        System.out.println(master.url());
        new CountDownLatch(1).await();
    }
}
