package comporta.app;

import java.util.Locale;

/** The texts of new DAG files: small, whole, commented, and laid out as the manual lays them out. */
final class Starter {
    private static final String YAML = """
            SCHEMA# NAME: say here in a line or two what it makes, and for whom.
            #
            #   comporta run FILE                 here and now, on this machine
            #   comporta run FILE --dry-run       what it would do
            #   comporta dags validate FILE       after each change
            dag: NAME
            description: Extracts the data of a day, checks it and tells that it is there
            owner: OWNER
            schedule: {cron: "0 1 * * *", timezone: UTC, start: START}
            deadline: {by: "06:00"}
            run_timeout: 4h
            # What a run can be given: comporta run FILE -p rows=50
            params: {rows: {type: integer, default: 10, minimum: 1, description: how many rows are extracted}}
            # Task keys for all tasks; what a task says itself wins.
            defaults: {retries: 2, retry_delay: 1m, execution_timeout: 30m}
            tasks:
              extract:
                # One line for the shell. What stands in {{ }} is filled in when the try starts, as one quoted word.
                run: seq {{ params.rows }} > /tmp/NAME-{{ ds }}.txt && echo rows={{ params.rows }} > "$COMPORTA_OUTPUT"
                expected_duration: 5m
                outputs: {rows: string}
              check:
                run: test "$(wc -l < /tmp/NAME-{{ ds }}.txt)" -eq {{ outputs.extract.rows }}
                depends_on: extract
              report:
                run: echo {{ outputs.extract.rows }} rows of {{ ds }} are ready
                depends_on: check
              # Runs whatever happened between extract and check, so that nothing is left behind.
              clean-up:
                run: rm -f /tmp/NAME-{{ ds }}.txt
                depends_on: check
                teardown_of: extract
            """;

    private static final String JAVA = """
            import static comporta.Dsl.*;

            /** NAME: say here in a line or two what it makes, and for whom. */
            class CLASS {

                Dag dag() {
                    var dag = newDag("NAME")
                            .description("Extracts parts of the data of a day, and tells that they are there")
                            .owner("OWNER")
                            .schedule(cron("0 1 * * *").timezone("UTC").start("START"))
                            .deadline(by("06:00"))
                            .runTimeout("4h");
                    var report = command("report")
                            .run("echo the parts of {{ ds }} are ready")
                            .executionTimeout("5m");
                    // What decides the shape of a DAG is plain Java; what a run is given stands in {{ }}, as in YAML.
                    for (var part : new String[] {"customers", "orders"}) {
                        var extract = command("extract-" + part)
                                .run("echo extracting " + part + " of {{ ds }}")
                                .retries(2)
                                .retryDelay("1m")
                                .executionTimeout("30m");
                        dag.tasks(extract);
                        report.dependsOn(extract);
                    }
                    return dag.tasks(report);
                }
            }
            """;

    private Starter() {}

    /**
     * A DAG file in YAML.
     *
     * @param file how the comments name it
     * @param withSchema whether a schema for editors lies beside it
     */
    static String yaml(String name, String owner, String start, String file, boolean withSchema) {
        return filled(YAML, name, owner, start).replace("FILE", file)
                .replace("SCHEMA", withSchema ? "# yaml-language-server: $schema=./" + NewVerb.SCHEMA + "\n" : "");
    }

    /** The same idea in Java. */
    static String java(String name, String owner, String start) {
        return filled(JAVA, name, owner, start).replace("CLASS", className(name));
    }

    /** {@code MyNight} for {@code my-night}. */
    static String className(String name) {
        var words = new StringBuilder();
        for (var word : name.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return words.isEmpty() || Character.isDigit(words.charAt(0)) ? "Dag" + words : words.toString();
    }

    private static String filled(String text, String name, String owner, String start) {
        return text.replace("OWNER", owner).replace("START", start).replace("NAME", name);
    }
}
