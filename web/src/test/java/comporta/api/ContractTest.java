package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API is a valid one, and every answer is as described, whatever is asked. */
class ContractTest {
    private static final int CALLS = Integer.getInteger("comporta.calls", 2000);

    @TempDir
    static Path folder;

    private static Served served;
    private static Contract contract;

    @BeforeAll
    static void start() {
        served = new Served(folder);
        contract = new Contract(served.client.get("/api/openapi.json").json());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void everyOperationIsNamedOnceAndSaysWhatItAnswers() {
        var ids = new HashSet<Object>();
        assertThat(contract.operations()).hasSizeGreaterThan(50).allSatisfy(operation -> {
            assertThat(ids.add(operation.told().get("operationId"))).as("%s names it once", operation.told().get("operationId")).isTrue();
            assertThat(operation.told()).containsKeys("summary", "responses");
            var variables = new TreeSet<String>();
            var matcher = Pattern.compile("\\{(\\w+)}").matcher(operation.path());
            while (matcher.find()) {
                variables.add(matcher.group(1));
            }
            var described = new TreeSet<String>();
            if (operation.told().get("parameters") instanceof List<?> parameters) {
                parameters.stream().map(Contract::map).filter(each -> "path".equals(each.get("in")))
                        .forEach(each -> described.add(String.valueOf(each.get("name"))));
            }
            assertThat(described).isEqualTo(variables);
        });
    }

    @Test
    void everyReferenceLeadsToASchema() {
        var document = served.client.get("/api/openapi.json").body();
        var schemas = PlainData.block(PlainData.block(PlainData.mapFromJson(document), "components"), "schemas");
        var matcher = Pattern.compile("#/components/schemas/(\\w+)").matcher(document);
        while (matcher.find()) {
            assertThat(schemas).containsKey(matcher.group(1));
        }
        schemas.values().forEach(schema -> assertThat(contract.compiled(Contract.map(schema))).isNotNull());
    }

    @Test
    void everyAnswerIsAsDescribed() throws InterruptedException {
        var run = served.begun("one");
        var client = served.client;
        client.send("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"correct horse\"}");
        var made = served.access.addToken(served.store.people().named("ana").orElseThrow(), "test", null).secret();
        Map<String, List<String>> known = Map.of(
                "dag", List.of("nightly", "nightly", "nightly", "nightly", "nightly", "hourly", "nothing"), "run", List.of(run, run, run, run, "manual-1"),
                "task", List.of("extract", "load", "report~0", "tick", "x"), "try", List.of("1", "2", "x"), "user", List.of("bob", "zed"),
                "token", List.of("2", "x"), "pool", List.of("models", "default"), "variable", List.of("a", "b"),
                "connection", List.of("c", "d"), "calendar", List.of("bank"));
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var guesser = new Guesser(random, contract, known);
        var operations = contract.operations().stream().filter(each -> !each.path().endsWith("/events") || each.path().contains("{run}")).toList();
        Map<String, Set<Integer>> seen = new TreeMap<>();
        for (int i = 0; i < CALLS; i++) {
            var operation = operations.get(i % operations.size());
            var guess = guesser.guess(operation);
            var headers = new ArrayList<>(guess.headers());
            if (random.nextInt(40) > 0) {
                headers.addAll(List.of("Authorization", "Bearer " + made));
            }
            var reply = client.send(operation.method(), guess.path(), guess.body(), headers.toArray(String[]::new));
            assertThat(contract.faults(operation, reply)).as("%s %s %s", operation.method(), guess, reply.body()).isEmpty();
            assertThat(reply.status()).as("%s %s: %s", operation.method(), guess, reply.body())
                    .isIn(200, 201, 202, 204, 304, 400, 401, 403, 404, 409, 413, 415, 422, 429);
            seen.computeIfAbsent(operation.method() + " " + operation.path(), _ -> new TreeSet<>()).add(reply.status());
        }
        seen.keySet().removeIf(operation -> operation.contains("/launches/"));   // nobody guesses their secret
        var done = seen.values().stream().filter(statuses -> statuses.stream().anyMatch(each -> each < 300)).count();
        assertThat(done).as("operations that were done at least once, of %s", seen).isGreaterThan(seen.size() * 2L / 3);
    }
}
