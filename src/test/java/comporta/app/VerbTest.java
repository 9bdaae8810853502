package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerbTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            --help             | 0 | Usage: comporta VERB |
            version            | 0 | comporta             |
            version --help     | 0 | --help               |
            versoin            | 2 |                      | there is no verb "versoin"
            version --fast     | 2 |                      | comporta version: Was passed main parameter '--fast'
            version @/etc/host | 2 |                      | '@/etc/host'
            """)
    void answers(String words, int exitCode, @Nullable String onOut, @Nullable String onErr) {
        int code = Main.run(List.of(words.split(" ")), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

        assertThat(code).isEqualTo(exitCode);
        assertThat(out.toString(UTF_8)).contains(onOut == null ? "" : onOut);
        assertThat(err.toString(UTF_8)).contains(onErr == null ? "" : onErr);
    }
}
