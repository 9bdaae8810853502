package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.Report;
import comporta.operator.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs tell over HTTP, with nothing but the secret of their launch. */
class ReportsTest {
    private static final String AT = "/api/v1/launches/nightly.20261121T040000Z.itaipu.t1/";
    private static final String TOKEN = "?token=secret-of-nightly.20261121T040000Z.itaipu.t1";

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() {
        served = new Served(folder);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void outputsHaveTheNamesThatTheJobGives() {
        var reply = served.client.post(AT + "output" + TOKEN, "{\"rows\": 12, \"days\": [\"monday\"]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        assertThat(served.reported.getLast()).isEqualTo(new Report.HandedOn(Map.of("rows", 12L, "days", List.of("monday"))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"fraction": 0.25}                          | 0.25 | 0 | 0  | ''
            {"done": 3, "total": 10, "text": "days"}    | 0.3  | 3 | 10 | days
            {"fraction": 1}                             | 1.0  | 0 | 0  | ''
            """)
    void progressIsAShareOrParts(String body, double fraction, long done, long total, String text) {
        var reply = served.client.post(AT + "progress" + TOKEN, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        assertThat(served.reported.getLast()).isEqualTo(new Report.HowFar(new Progress(fraction, done, total, text)));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            output   | ''           | {"rows": 12}              | 404
            output   | ?token=wrong | {"rows": 12}              | 404
            output   | TOKEN        | rows=12                   | 400
            output   | TOKEN        | [12]                      | 422
            progress | TOKEN        | {"fraction": 1.5}         | 422
            progress | TOKEN        | {"fraction": "half"}      | 422
            progress | TOKEN        | {"done": 3, "total": 2}   | 422
            progress | ?token=wrong | {"fraction": 0.5}         | 404
            """)
    void whatIsNotTaken(String kind, String token, String body, int status) {
        int before = served.reported.size();
        assertThat(served.client.post(AT + kind + token.replace("TOKEN", TOKEN), body).status()).isEqualTo(status);
        assertThat(served.reported).hasSize(before);
    }
}
