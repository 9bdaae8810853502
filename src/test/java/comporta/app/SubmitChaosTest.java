package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.chronos.FakeChronos;
import comporta.dag.Moment;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.FakeMesosView;
import comporta.job.Heard;
import comporta.job.Trouble;
import comporta.marathon.FakeMarathon;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scheduler is killed ({@code kill -9}) at each request of a submission, whose wish is carried out before, never, twice, or only after
 * the next
 * life has asked for it. Whatever the next life then does, no launch starts twice and nothing is left running: the journals of the fakes
 * say so.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)   // it only catches a hang
@Order(-70)
class SubmitChaosTest {
    private static final int AT_ONCE = 2;

    @TempDir
    Path folder;

    /** When the kill comes. */
    private enum Kill {
        BEFORE, AFTER, AFTER_TWICE, LATE
    }

    private record Cell(String backend, String method, Kill kill) {}

    private record Outcome(Cell cell, String found, long starts, long successors, boolean isOver, List<String> left) {
        String row() {
            return "%-9s | %-6s | %-11s | %-12s | %6d | %6d | %s".formatted(
                    cell.backend(), cell.method(), cell.kill().name().toLowerCase(Locale.ROOT), found, starts, successors, left.isEmpty() ? "0" : left);
        }
    }

    @Test
    void noLaunchStartsTwiceAndNothingIsLeft() throws Exception {
        var cells = new ArrayList<Callable<Outcome>>();
        for (var kill : Kill.values()) {
            for (var method : List.of("POST", "PUT")) {
                cells.add(() -> run(new Cell("chronos", method, kill)));
            }
            cells.add(() -> run(new Cell("marathon", "POST", kill)));
        }
        var outcomes = new ArrayList<Outcome>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Outcome> each : threads.invokeAll(cells)) {
                outcomes.add(each.get());
            }
        }
        System.out.println("backend   | killed | carried out | found        | starts | again  | orphans");
        outcomes.forEach(outcome -> System.out.println(outcome.row()));
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.starts()).as(outcome.row()).isLessThanOrEqualTo(1);
            assertThat(outcome.successors()).as(outcome.row()).isLessThanOrEqualTo(1);
            assertThat(outcome.starts() + outcome.successors()).as(outcome.row()).isPositive();
            assertThat(outcome.isOver()).as(outcome.row()).isTrue();
            assertThat(outcome.left()).as(outcome.row()).isEmpty();
        });
    }

    private Outcome run(Cell cell) throws Exception {
        var place = Files.createDirectories(folder.resolve(cell.backend() + "-" + cell.method() + "-" + cell.kill()));
        try (var fake = fake(cell, place)) {
            var mesos = fake instanceof FakeChronos chronos ? chronos.mesos() : ((FakeMarathon) fake).mesos();
            Files.writeString(place.resolve("credentials.json"), "{\"url\": \"" + fake.url() + "\"}");
            var asked = new CountDownLatch(1);
            kill(cell, fake, doomed(cell, place, mesos.url().toString()), asked);
            return nextLife(cell, place, fake, mesos, asked);
        }
    }

    private static FakeCluster fake(Cell cell, Path place) throws IOException {
        return cell.backend().equals("chronos") ? new FakeChronos(place.resolve("fake"), true, null) : new FakeMarathon(place.resolve("fake"), null);
    }

    private static Process doomed(Cell cell, Path place, String mesos) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path"), DoomedSubmitter.class.getName(), cell.backend(), place.toString(), mesos)
                .redirectError(place.resolve("stderr").toFile())
                .start();
        process.inputReader(StandardCharsets.UTF_8).readLine();
        return process;
    }

    /** Has it submit, and kills it at the request of the cell. */
    private static void kill(Cell cell, FakeCluster fake, Process doomed, CountDownLatch asked) throws Exception {
        Predicate<FakeCall> fatal = call -> call.method().equals(cell.method());
        Trouble killing = (exchange, work) -> {
            if (cell.kill() == Kill.AFTER || cell.kill() == Kill.AFTER_TWICE) {
                work.answer();
            }
            if (cell.kill() == Kill.AFTER_TWICE) {
                work.answer();
            }
            doomed.destroyForcibly().onExit().join();
            if (cell.kill() == Kill.LATE) {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                work.answer();
            }
        };
        fake.next(fatal, killing);
        doomed.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
        assertThat(doomed.waitFor()).isEqualTo(137);
    }

    private static Outcome nextLife(Cell cell, Path place, FakeCluster fake, FakeMesosView mesos, CountDownLatch asked) throws Exception {
        var launch = DoomedSubmitter.launch(place, 1);
        var successor = DoomedSubmitter.launch(place, 2);
        var heard = new Heard();
        try (var backend = DoomedSubmitter.open(cell.backend(), place, mesos.url().toString())) {
            backend.watch(heard);
            var found = backend.find(List.of(launch)).getFirst();
            LaunchIntent live = launch;
            if (found instanceof Finding.NeverStarted) {   // as the engine does: the same again, under another number
                live = successor;
                assertThat(backend.submit(successor)).isInstanceOf(Submission.Accepted.class);
            }
            asked.countDown();
            if (cell.kill() == Kill.LATE && found instanceof Finding.NeverStarted) {
                awaitThat(() -> fake.asked().stream().filter(call -> call.startsWith("DELETE ")).count() >= 1);   // the late one is ended on sight
            }
            var isRunning = live;
            awaitThat(() -> heard.of(isRunning.id()).stream().anyMatch(News.Started.class::isInstance) || found instanceof Finding.Alive);
            Files.writeString(place.resolve("go"), "");
            boolean isOver = found instanceof Finding.AlreadyEnded || heard.end(live.id()).isSuccess();
            backend.settled(live);
            var names = List.of(name(cell, launch), name(cell, successor));
            awaitThat(() -> names.stream().noneMatch(fake::holds));
            Callable<List<String>> left = () -> names.stream().filter(name -> mesos.holds(name) || mesos.holds("ChronosTask:" + name)).toList();
            awaitAMinute(() -> left.call().isEmpty());   // its process ends a moment after its name is gone
            return new Outcome(cell, found.getClass().getSimpleName(), fake.starts(names.getFirst()), fake.starts(names.getLast()), isOver, left.call());
        }
    }

    private static String name(Cell cell, LaunchIntent launch) {
        var id = launch.id().externalId();
        return cell.backend().equals("marathon") ? id.replace("T040000Z", "t040000z") : id;
    }

    private static void awaitAMinute(Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        awaitThat(() -> wanted.call() || System.nanoTime() - end > 0);
    }

    private static void awaitThat(Callable<Boolean> wanted) throws Exception {
        while (!wanted.call()) {
            Moment.pass();
        }
    }
}
