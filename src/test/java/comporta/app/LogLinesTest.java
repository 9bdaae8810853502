package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import comporta.dag.PlainData;
import comporta.secret.Mask;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Lines of the log of a server. */
class LogLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Mask mask = new Mask();
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter ids = new LogbackMDCAdapter();

    private String logged(boolean json) {
        context.setMDCAdapter(ids);
        ServerLog.configure(context, json, mask, out);
        mask.learn("hunter22");
        ids.setContextMap(Map.of("dag", "nightly", "run", "manual-1", "task", "itaipu"));
        var logger = context.getLogger("comporta.loop.Loop");
        logger.debug("too much to tell");
        logger.warn("the password is {}", "hunter22", new IllegalStateException("no hunter22 either"));
        context.stop();   // what waits is written
        return out.toString(UTF_8);
    }

    @Test
    void anObjectALineWithIdsAndWithoutSecrets() {
        var line = logged(true);
        assertThat(line.strip()).doesNotContain("\n").doesNotContain("hunter22");
        assertThat(PlainData.mapFromJson(line))
                .containsEntry("level", "warn").containsEntry("text", "the password is ***").containsEntry("logger", "comporta.loop.Loop")
                .containsEntry("dag", "nightly").containsEntry("run", "manual-1").containsEntry("task", "itaipu")
                .hasEntrySatisfying("at", at -> assertThat(String.valueOf(at)).endsWith("Z"))
                .hasEntrySatisfying("error", error -> assertThat(String.valueOf(error)).startsWith("java.lang.IllegalStateException: no *** either"));
    }

    @Test
    void textForPeople() {
        assertThat(logged(false)).containsPattern("^\\S+Z WARN  the password is \\*\\*\\* \\{dag=nightly, run=manual-1, task=itaipu}\n"
                + "java.lang.IllegalStateException: no \\*\\*\\* either");
    }

    @Test
    void whatEndedTheServerCanStillBeToldWhereItLogged() {
        var closed = new AtomicBoolean();
        ServerLog.configure(context, false, mask, new FilterOutputStream(out) {
            @Override
            public void close() {
                closed.set(true);
            }
        });
        context.stop();
        assertThat(closed).isFalse();
    }
}
