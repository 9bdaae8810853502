package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.Ledger.Line;
import comporta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code comporta run} is killed with SIGKILL at random moments and started again with the same words until its run is over: every task
 * ends with one success, nothing is started twice, nothing that was told is taken back, and running jobs are taken up again.
 *
 * <p>{@code -Dcomporta.kills=200 -Dcomporta.seed=7} for more, and others.
 */
final class CrashTest {
    private static final int KILLS = Integer.getInteger("comporta.kills", 30);
    private static final long SEED = Long.getLong("comporta.seed", 20_261_121L);
    /** Commands side by side, of one home. */
    private static final int LANES = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final AtomicInteger killsLeft = new AtomicInteger(KILLS);
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger beforeAWord = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger adopted = new AtomicInteger();
    private final AtomicLong longestLife = new AtomicLong();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void killedAtRandomMomentsARunLosesNothingAndRepeatsNothing() throws Exception {
        var began = System.nanoTime();
        Store.makeTemplate(template());
        var file = Gauntlet.write(folder);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = new ArrayList<Callable<Void>>();
            for (int lane = 1; lane <= LANES; lane++) {
                lanes.add(new Lane(file, lane));
            }
            for (var lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        }
        assertThat(home().resolve("local/runs")).isEmptyDirectory();
        assertThat(processes()).isEmpty();
        System.out.printf(
                "crash safety: %d kills (%d before the first word), %d lives, %d runs, %d jobs started, %d of them taken up again, seed %d, %d s%n",
                KILLS, beforeAWord.get(), lives.get(), runs.get(), starts.get(), adopted.get(), SEED,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path template() {
        return folder.resolve("template.mv.db");
    }

    /** What lives of this test: everything started here has its home in the environment. */
    private List<String> processes() throws IOException {
        var found = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                try {
                    if (Files.readString(process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1).contains("COMPORTA_HOME=" + home())) {
                        found.add(process + " " + Files.readString(process.resolve("cmdline")));
                    }
                } catch (IOException e) {
                    continue;   // gone meanwhile, or not ours to read
                }
            }
        }
        return found;
    }

    /** One command after the other, each killed and repeated until its run is over. */
    private final class Lane implements Callable<Void> {
        private final Path file;
        private final int number;
        private final Ledger ledger;
        private final RandomGenerator random;
        private int life;
        private Story story = new Story();

        Lane(Path file, int number) {
            this.file = file;
            this.number = number;
            this.ledger = new Ledger(folder.resolve("ledger-" + number));
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + number);
        }

        @Override
        public Void call() throws Exception {
            live(Long.MAX_VALUE);
            while (killsLeft.get() > 0) {
                live(random.nextLong(longestLife.get()));
            }
            live(Long.MAX_VALUE);
            assertThat(story.isOver()).isTrue();
            return null;
        }

        private void live(long atMost) throws Exception {
            var name = "life-" + number + "-" + ++life;
            try {
                var template = random.nextInt(5) > 0 ? List.of("-D" + LocalRun.TEMPLATE_PROPERTY + "=" + template()) : List.<String>of();
                var began = System.nanoTime();
                var lived = Life.start(
                        home(), folder.resolve(name), template,
                        List.of("run", file.toString(), "-p", "ledger=" + ledger.file(), "--output", "json", "--parallel", "4"));
                lives.incrementAndGet();
                lived.endWithin(atMost);
                judge(lived);
                if (!lived.wasKilled()) {
                    longestLife.accumulateAndGet(Duration.ofNanos(System.nanoTime() - began).toMillis(), Math::max);
                }
            } catch (AssertionError e) {
                throw new AssertionError("seed " + SEED + ", " + folder.resolve(name) + ": " + e.getMessage(), e);
            }
        }

        private void judge(Life lived) throws IOException {
            var told = lived.told();
            if (story.isOver() && told.stream().anyMatch(event -> !event.get("run_id").equals(story.run()))) {
                story = new Story();
            }
            story.hear(told);
            assertThat(lived.complaints()).doesNotContain("ERROR", "Exception");
            if (lived.wasKilled()) {
                killsLeft.decrementAndGet();
                beforeAWord.addAndGet(told.isEmpty() ? 1 : 0);
                liveOn();
            } else {
                assertThat(lived.exitCode()).as(lived.complaints()).isZero();
                assertThat(story.isOver()).isTrue();
            }
            if (told.stream().anyMatch(event -> event.get("event").equals("run_ended"))) {
                runs.incrementAndGet();
                story.endedWell(Gauntlet.TASKS);
                wroteDown(String.valueOf(story.run()));
            }
        }

        /** The jobs that were under way at the kill are under way still, or have ended in their own time. */
        private void liveOn() throws IOException {
            var running = ledger.underWay();
            adopted.addAndGet(running.size());
            for (var job : running.entrySet()) {
                boolean alive = ProcessHandle.of(job.getValue()).isPresent();
                assertThat(alive || !ledger.underWay().containsKey(job.getKey())).as("%s lives on", job).isTrue();
            }
        }

        private void wroteDown(String run) throws IOException {
            var lines = ledger.lines().stream().filter(line -> line.start().run().equals(run)).toList();
            assertThat(lines).filteredOn(line -> !line.isEnd()).extracting(Line::start).containsExactlyInAnyOrderElementsOf(Gauntlet.starts(run));
            assertThat(lines).filteredOn(Line::isEnd).extracting(Line::start).containsExactlyInAnyOrderElementsOf(Gauntlet.starts(run));
            assertThat(ledger.lines()).extracting(line -> line.start().run()).as("runs begun for nothing").contains(run);
            starts.addAndGet(lines.size() / 2);
        }
    }
}
