package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guesser of others, which knows nothing of the API but its description: no failure of the server, and no answer that is not described. */
@Order(-83)
class SchemathesisTest {
    @TempDir
    Path folder;

    private static final String LEFT_OUT = "Schemathesis is not there: ./test sets it up, or COMPORTA_SCHEMATHESIS names its program";

    private static Optional<Path> program() {
        return Optional.ofNullable(System.getenv("COMPORTA_SCHEMATHESIS")).map(Path::of).filter(Files::isExecutable);
    }

    @Test
    void everyAnswerIsAsDescribed() throws IOException, InterruptedException {
        var guesser = program();
        if (guesser.isEmpty()) {
            System.out.println("SchemathesisTest is left out: " + LEFT_OUT);
        }
        Assumptions.assumeTrue(guesser.isPresent(), LEFT_OUT);
        try (var served = new Served(folder)) {
            served.begun("one");
            var ana = served.access.addPerson("ana", "correct horse", Role.ADMIN, Map.of());
            var token = served.access.addToken(ana, "test", null).secret();
            var out = folder.resolve("out");
            var process = new ProcessBuilder(
                            guesser.orElseThrow().toString(), "run", "http://127.0.0.1:" + served.client.port() + "/api/openapi.json",
                            "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                            "--exclude-path", "/api/v1/events", "--max-examples", Integer.getInteger("comporta.examples", 12).toString(),
                            "--max-time", Integer.getInteger("comporta.guesses.seconds", 75).toString(), "--generation-database", "none",
                            "--phases", "examples,fuzzing", "--request-timeout", "20", "--seed", "1", "--header", "Authorization: Bearer " + token)
                    .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
            var code = process.waitFor();
            assertThat(code).as(Files.readString(out, StandardCharsets.UTF_8)).isZero();
        }
    }
}
