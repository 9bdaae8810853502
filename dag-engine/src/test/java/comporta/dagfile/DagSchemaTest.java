package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors read, asked by a validator that is not ours. */
class DagSchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(PlainData.toJson(DagSchema.draft07()), InputFormat.JSON);

    /** Problems of single keys and values: what an editor tells while one types. */
    private static final Set<String> OF_THE_SCHEMA = Set.of(
            "unknown-key", "missing-key", "wrong-type", "bad-value", "out-of-range", "both-keys", "bad-id", "bad-duration", "bad-size",
            "bad-time", "deadline-two-forms", "unknown-operator", "one-condition", "not-a-list", "template-not-allowed");

    @ParameterizedTest
    @ValueSource(strings = {"contracts-export", "mesos-upgrade", "nightly", "score-models", "settlements"})
    void theExamplesFit(String example) throws IOException {
        try (var file = Objects.requireNonNull(DagSchemaTest.class.getResourceAsStream("/dagfile/examples/" + example + ".yaml"))) {
            assertThat(told(new String(file.readAllBytes(), StandardCharsets.UTF_8))).isEmpty();
        }
    }

    /** The same files as the catalogue's: a schema tells what it can, and refuses nothing else. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void tellsTheProblemsOfKeysAndValues(CatalogueTest.Row row) {
        assertThat(!told(CatalogueTest.withHead(row)).isEmpty()).isEqualTo(OF_THE_SCHEMA.contains(row.id()));
    }

    static List<CatalogueTest.Row> rows() throws IOException {
        // Aliases are not followed by this validator.
        var notRead = Set.of("expand-too-many", "yaml-syntax", "unquoted-template", "yaml-tag", "duplicate-key", "merge-key", "file-limit");
        return CatalogueTest.rows().stream().filter(row -> !notRead.contains(row.id())).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {run: x}                                                                            | fits
            {run: x, description: 12e45, env: {A: 1, B: true}}                                | fits
            {run: x, retries: 2, retry_delay: [1m, PT5M], retry_on: [75, "64-78", "!65"]}       | fits
            {run: x, execution_timeout: null}                                                   | fits
            {run: x, retry_delay: 90}                                                           | refused
            {run: x, retries: 101}                                                              | refused
            {run: x, on_failure: [data-infra-oncall, {slack: "#x", message: m}]}                | fits
            {run: x, on_failure: {slack: "#x", webhook: y}}                                     | refused
            {job: {cpus: "{{ params.n }}", mem: "{{ params.m }}", command: [a, 1]}}             | fits
            {job: {cpus: some, command: a}}                                                     | refused
            {job: {image: null}}                                                                | fits
            {operator: command, job: {image: a}, choose: b}                                     | refused
            {operator: branch, choose: "{{ ['a'] }}"}                                           | fits
            {operator: branch}                                                                  | refused
            {operator: branch, choose: "{{ ['a'] }}", condition: x}                             | refused
            {operator: sensor, file: {path: /x}, poke_interval: 5m}                             | fits
            {operator: sensor, file: {path: /x}, time: "06:00"}                                 | refused
            {operator: sql, connection: w, query: q, bind: {a: [1, {b: null}]}}                 | fits
            {operator: sql, query: q}                                                           | refused
            {operator: approval, fields: {n: {type: integer, minimum: 0}}}                      | fits
            {operator: approval, fields: {n: {type: int}}}                                      | refused
            {operator: scale-ec2, node_pool: {name: p, N_NODES: 2, MODE: spot-only}}            | fits
            {operator: scale-ec2, node_pool: {name: p, node: 2}}                                | refused
            {operator: spark-driver, spark: {total_cores: 8}}                                   | fits
            {run: x, expand: {over: {m: [a, b], n: "{{ outputs.l.n }}"}, tolerated_failures: 10%}} | fits
            {run: x, expand: {over: {m: a}}}                                                    | refused
            {run: x, depends_on: {dag: prices, within: 2h}}                                     | fits
            {run: x, depends_on: [{task: prices}]}                                              | refused
            {run: x, done_when: {time: "2026-11-21T05:00"}}                                     | fits
            {run: x, outputs: {n: text}}                                                        | refused
            """)
    void knowsTheKeysOfEachOperator(String task, String verdict) {
        assertThat(told("dag: a\ntasks: {a: " + task + "}")).matches(told -> told.isEmpty() == verdict.equals("fits"), verdict);
    }

    @Test
    void everyKeyIsDescribedAndNoneIsFree() {
        var without = new ArrayList<String>();
        walk("", DagSchema.draft07(), without);
        assertThat(without).isEmpty();
    }

    private static void walk(String path, Object schema, List<String> without) {
        switch (schema) {
            case Map<?, ?> map -> map.forEach((name, inner) -> {
                var here = path + "/" + name;
                if (name.equals("properties") && !path.endsWith("/if") && !path.endsWith("/properties")) {
                    if (map.containsKey("type") && !path.endsWith("/task") && !Boolean.FALSE.equals(map.get("additionalProperties"))) {
                        without.add(path + " is open");
                    }
                    ((Map<?, ?>) inner).forEach((key, value) -> {
                        if (value instanceof Map<?, ?> described && !described.containsKey("description")) {
                            without.add(here + "/" + key);
                        }
                    });
                }
                walk(here, inner, without);
            });
            case List<?> list -> list.forEach(item -> walk(path, item, without));
            default -> {}
        }
    }

    private static List<String> told(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
    }
}
