package comporta.browser;

import comporta.operator.Exit;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log as jobs write them: what they say, what goes wrong, and when each line came. */
record NightLog(String stdout, String stderr, String index) {
    private static final int LINES = 640;
    private static final String[] SAID = {
        "INFO  MemoryStore: Block broadcast_%d stored as values in memory (estimated size 31.4 KiB, free 4.1 GiB)",
        "INFO  DAGScheduler: \u001b[34mShuffleMapStage %d\u001b[0m finished in 3.812 s", "INFO  DAGScheduler: looking for newly runnable stages",
        "INFO  \u001b[32mcontracts/savings-accounts\u001b[0m written %d files, 182.4 MB",
        "INFO  TaskSchedulerImpl: Adding task set %d.0 with 400 tasks resource profile 0",
        "INFO  BlockManager: Added broadcast_%d_piece0 (31.4 KiB)"};
    private static final String FAILS = """
            ERROR Utils: Uncaught exception in thread heartbeat
            java.io.IOException: Connection reset by peer
                at sun.nio.ch.SocketDispatcher.read0(Native Method)
                at sun.nio.ch.SocketDispatcher.read(SocketDispatcher.java:46)
                at sun.nio.ch.IOUtil.readIntoNativeBuffer(IOUtil.java:276)
            """;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    static NightLog of(String task, Exit exit) {
        var out = new StringBuilder("INFO  begins: " + task + "\n");
        var err = new StringBuilder();
        var index = new StringBuilder();
        var hasFailed = exit.cause() != null;
        var from = InventedNight.NOW.minus(Duration.ofMinutes(hasFailed ? 39 : 57));
        var pace = Duration.ofMillis(hasFailed ? 2_000 : 5_300);
        for (int i = 0; i < LINES; i++) {
            var at = from.plus(pace.multipliedBy(i));
            out.append(CLOCK.format(at)).append(' ').append(String.format(Locale.ROOT, SAID[i % SAID.length], i)).append('\n');
            if (i == LINES - 40 && (hasFailed || task.equals("itaipu"))) {
                err.append("WARN  TaskSetManager: Lost task 212.0 in stage 14.0 (TID 5123): executor 17 exited\n").append(hasFailed ? FAILS : "");
                told(index, at.toEpochMilli(), "stderr", err);
            }
            told(index, at.toEpochMilli(), "stdout", out);
        }
        return new NightLog(out.toString(), err.toString(), index.toString());
    }

    /** All of it is ASCII: characters are bytes. */
    private static void told(StringBuilder index, long millis, String stream, StringBuilder text) {
        index.append(millis).append(' ').append(stream).append(' ').append(text.length()).append('\n');
    }
}
