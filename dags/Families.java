import static comporta.Dsl.*;

/**
 * A DAG that a loop writes: one task for each family of families.txt, and a table of what they counted.
 *
 *   comporta run dags/Families.java
 */
class Families {

    Dag dag() {
        var dag = newDag("families")
                .description("Instance types by family")
                .owner("data-infra")
                .defaults(defaults().retries(1).retryDelay("1s").executionTimeout("1m"));
        var table = new StringBuilder("printf '%s %s\\n'");
        var report = command("table").description("what was counted, line by line");
        for (var family : readLines("families.txt")) {
            var count = command("count-" + family)
                    .run("printf 'types=%s\\n' \"$(grep -c " + pattern(family) + " data/ec2-instance-types.json)\" > \"$COMPORTA_OUTPUT\"")
                    .output("types", "string");
            table.append(" ").append(family).append(" {{ outputs.count-").append(family).append(".types }}");
            dag.tasks(count);
            report.dependsOn(count);
        }
        return dag.tasks(report.run(table.toString()));
    }

    private static String pattern(String family) {
        return "'\"type\":\"" + family + "[.]'";
    }
}
