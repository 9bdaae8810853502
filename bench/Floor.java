import java.io.IOException;
import java.util.concurrent.Executors;

/** The physical limit beside which rates are put: a Java loop that only starts and awaits {@code /bin/true}. */
final class Floor {
    private Floor() {}

    /** Milliseconds a process, one after the other. */
    static double millis(int count) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            startTrue().waitFor();
        }
        return (System.nanoTime() - begin) / 1e6 / count;
    }

    /** Processes a second. */
    static double rate(int count, int sideBySide) throws Exception {
        long begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(sideBySide)) {
            for (int i = 0; i < count; i++) {
                threads.submit(() -> startTrue().waitFor());
            }
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    private static Process startTrue() throws IOException {
        return new ProcessBuilder("/bin/true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
