package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InterruptsTest {
    @Test
    void theFirstCancelsAndTheSecondForces() {
        var told = new StringBuilder();
        var interrupts = new Interrupts(() -> told.append("cancel "), () -> told.append("force "), () -> told.append("let go "));
        assertThat(interrupts.happened()).isFalse();

        interrupts.interrupted();
        assertThat(told).hasToString("cancel ");
        interrupts.interrupted();
        assertThat(told).hasToString("cancel force ");
        assertThat(interrupts.happened()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aRealSignalDoesNotEndTheProcess(String signal) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(java, "-Xshare:auto", "-cp", System.getProperty("java.class.path"), Waits.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var reader = child.inputReader(UTF_8)) {
            assertThat(reader.readLine()).isEqualTo("ready");
            send(signal, child);
            assertThat(reader.readLine()).isEqualTo("cancel");
            send("HUP", child);
            assertThat(reader.readLine()).isEqualTo("let go");
            send(signal, child);
            assertThat(reader.readLine()).isEqualTo("force");
        }
        assertThat(child.waitFor()).isEqualTo(ExitCode.INTERRUPTED);
    }

    private static void send(String signal, Process to) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid())).start().waitFor()).isZero();
    }

    /** Tells what it hears until it is forced. */
    static final class Waits {
        private Waits() {}

        public static void main(String[] args) throws InterruptedException {
            var forced = new CountDownLatch(1);
            new Interrupts(() -> System.out.println("cancel"), () -> {
                System.out.println("force");
                forced.countDown();
            }, () -> System.out.println("let go")).listen();
            System.out.println("ready");
            forced.await();
            System.exit(ExitCode.INTERRUPTED);
        }
    }
}
