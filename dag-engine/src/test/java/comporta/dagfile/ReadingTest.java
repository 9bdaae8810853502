package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.Dependency;
import comporta.dag.GroupId;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words of a file mean. */
class ReadingTest {

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "score-models", "contracts-export", "settlements", "mesos-upgrade"})
    void examplesHaveNoProblem(String name) throws IOException {
        assertThat(example(name).problems()).isEmpty();
    }

    @Test
    void theNightly() throws IOException {
        var dag = Objects.requireNonNull(example("nightly").dag());
        assertThat(dag.tasks().keySet()).extracting(TaskId::value).containsExactly(
                "scale-ec2-itaipu", "itaipu", "downscale-ec2-itaipu", "scale-ec2-churn", "churn-model", "downscale-ec2-churn", "report");
        assertThat(dag.deadlines()).extracting(Object::toString).containsExactly(
                "Deadline[by=06:00, within=null, from=TICK, onMiss=ALERT, atRisk=0.4, zone=null]",
                "Deadline[by=08:00, within=null, from=TICK, onMiss=CANCEL, atRisk=0.4, zone=null]");
        assertThat(dag.budgetLimit()).hasToString("150");
        assertThat(dag.targets().byEvent().keySet()).containsExactly("failure", "deadline");
        var itaipu = task(dag, "itaipu");
        assertThat(itaipu.operator()).isEqualTo("spark-driver");
        assertThat(itaipu.retry()).hasToString("RetryPolicy[retries=2, delays=[PT5M], backoff=2.0, maxDelay=PT1H, on=[user, timeout], "
                + "platformRetries=null]");
        assertThat(itaipu.timeouts().execution()).hasToString("PT2H");
        assertThat(PlainData.toJson(itaipu.settings())).isEqualTo("""
                {"job":{"backend":"aurora","image":"itaipu:{{ var.itaipu_version }}","command":["run-itaipu","--filter",\
                "{{ params.filter }}"],"cpus":2,"mem":"4g","disk":"10g","constraints":{"slave-type":"mesos-fixed"},"role":"jobs",\
                "environment":"prod"},"spark":{"node_pool":"itaipu","total_cores":120,"executor_memory":"8g"},\
                "elasticity":{"min_cpus":40,"max_cpus":160}}""");
        // Chronos knows neither role nor environment: what comes from defaults is dropped without a word.
        assertThat(task(dag, "churn-model").block("job")).doesNotContainKeys("role", "environment").containsEntry("command", "run-model churn");
        assertThat(task(dag, "report").block("job")).containsEntry("command",
                "python3 report.py --date {{ ds }} --auc {{ outputs.churn-model.auc }}");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            operator: sensor, time: "05:30"                        | PT12H
            operator: sensor, time: "05:30", execution_timeout: 2h | PT2H
            operator: approval, message: Go?                       | PT12H
            run: echo                                              | -
            """, quoteCharacter = '`')
    void whoWaitsForSomethingOutsideDoesNotWaitForEver(String task, @Nullable String limit) {
        var timeouts = task(read("dag: a\ntasks: {a: {" + task + "}}\n"), "a").timeouts();
        assertThat(timeouts.execution() == null ? null : timeouts.execution().toString()).isEqualTo(limit);
    }

    @Test
    void aNodePoolOfAGroupBringsItsSetUpAndItsTeardown() throws IOException {
        var dag = read("""
                dag: a
                defaults: {retries: 3, trigger_rule: all_done}
                groups: {g: {depends_on: before, node_pool: {nodes: 2, instance_types: m5.large}}}
                tasks:
                  before: {run: x}
                  first: {run: x, group: g}
                  between: {run: x}
                  second: {run: x, group: g, depends_on: first}
                  third: {run: x, group: g}
                """);
        assertThat(dag.tasks().values()).extracting(ReadingTest::inWords).containsExactly(
                "before",
                "scale-ec2-g in g",
                "first in g <- scale-ec2-g",
                "between",
                "second in g <- first",
                "third in g <- scale-ec2-g",
                "downscale-ec2-g in g <- second third, tears down scale-ec2-g");
        assertThat(Objects.requireNonNull(dag.groups().get(new GroupId("g"))).nodePool()).containsEntry("name", "g");
        assertThat(task(dag, "scale-ec2-g").settings()).hasToString("{node_pool={name=g, nodes=2, instance_types=[m5.large]}}");
        assertThat(task(dag, "scale-ec2-g").retry().retries()).isEqualTo(3);
        assertThat(task(dag, "downscale-ec2-g").triggerRule().word()).isEqualTo("all_success");
    }

    @Test
    void theNearestDefaultWins() {
        var dag = read("""
                dag: a
                defaults: {retries: 1, execution_timeout: 1h, env: {A: dag, B: dag}, job: {cpus: 2, mem: 2g}}
                groups:
                  outer: {defaults: {retries: 2, env: {B: outer}}}
                  inner: {group: outer, defaults: {execution_timeout: null, job: {mem: null}}}
                tasks:
                  far: {run: x}
                  near: {run: x, group: inner, env: {C: own}, job: {cpus: null}}
                """);
        var far = task(dag, "far");
        assertThat(far.retry().retries()).isEqualTo(1);
        assertThat(far.env()).hasToString("{A=dag, B=dag}");
        assertThat(far.block("job")).hasToString("{cpus=2, mem=2g, command=x}");
        var near = task(dag, "near");
        assertThat(near.retry().retries()).isEqualTo(2);
        assertThat(near.timeouts().execution()).isNull();
        assertThat(near.env()).hasToString("{C=own, B=outer, A=dag}");
        assertThat(near.block("job")).hasToString("{command=x}");
    }

    @Test
    void aDefaultThatNoTaskTakesIsTold() {
        assertThat(problems("dag: a\nowner: me\ndefaults: {job: {backend: local}, retries: 1}\ntasks: {a: {operator: noop}}\n"))
                .contains("a.yaml:3:12: no task takes the default \"job\". Remove it. [unused]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "@daily"                               | ByCron[lines=[@daily], daysMustBothMatch=false]
            "@once"                                | Once[]
            ["0 1 * * *", "@weekly"]               | ByCron[lines=[0 1 * * *, @weekly], daysMustBothMatch=false]
            {cron: 0 1 * * 1, cron_days: and}      | ByCron[lines=[0 1 * * 1], daysMustBothMatch=true]
            {every: 6h, anchor: 2026-11-01}        | Every[period=PT6H, anchor=LocalInstant[at=2026-11-01T00:00, offset=null]]
            {dates: 2026-11-01T06:00Z}             | OnDates[dates=[LocalInstant[at=2026-11-01T06:00, offset=Z]]]
            {after: {any: b, within: 6h}}          | After[all=false, of=[OnDag[dag=b, task=null, match=SAME_DATE, within=null]], within=PT6H]
            {after: {all: [{dag: b, task: t, match: latest}]}} | After[all=true, of=[OnDag[dag=b, task=t, match=LATEST, within=null]], within=null]
            {timezone: Europe/Lisbon}              | Manual[]
            """, quoteCharacter = '`')
    void schedules(String written, String trigger) {
        assertThat(read("dag: a\nschedule: " + written + "\ntasks: {a: {run: x}}\n").schedule().trigger()).hasToString(trigger);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            depends_on: b                                        | dependsOn | [OnTask[task=b]]
            depends_on: [b, g]                                   | dependsOn | [OnTask[task=b], OnGroup[group=g]]
            depends_on: {dag: p, task: l, within: 2h}            | dependsOn | [OnDag[dag=p, task=l, match=SAME_DATE, within=PT2H]]
            alerts: {longer_than: 2x, queued_for: 30m}           | alerts    | Alerts[longerThan=TimesUsual[factor=2.0], shorterThan=null, queuedFor=Fixed[duration=PT30M], noSuccessFor=null]
            deadline: {within: 4h, from: start, at_risk: 0}      | deadlines | [Deadline[by=null, within=PT4H, from=START, onMiss=ALERT, atRisk=0.0, zone=null]]
            retry_on: [75, "64-78", "!65"]                       | retry     | RetryPolicy[retries=0, delays=[PT1M], backoff=1.0, maxDelay=PT1H, on=[75, 64-78, !65], platformRetries=null]
            expand: {over: {m: [1, a, true]}, tolerated_failures: 10%} | expand | Expand[over={m=[1, a, true]}, combine=PRODUCT, maxParallel=null, toleratedFailures=0.1, toleratedAsShare=true, label=null]
            expand: {over: {m: "{{ outputs.b.l }}"}, combine: zip, max_parallel: 2, tolerated_failures: 3} | expand | Expand[over={m={{ outputs.b.l }}}, combine=ZIP, maxParallel=2, toleratedFailures=3.0, toleratedAsShare=false, label=null]
            outputs: {n: integer, l: list}                       | outputs   | {n=INTEGER, l=LIST}
            on_failure: [oncall, {slack: "#data"}]               | targets   | Targets[byEvent={failure=[oncall, {slack=#data}]}]
            done_when: {file: {path: "/out/{{ ds }}"}}           | doneWhen  | {file={path=/out/{{ ds }}}}
            """, quoteCharacter = '`')
    void keysOfATask(String written, String component, String value) throws ReflectiveOperationException {
        var text = "dag: a\ngroups: {g: {}}\ntasks:\n  b: {run: x, outputs: {l: list}}\n  c: {run: x, group: g}\n  a:\n    run: x\n    " + written + "\n";
        var task = task(DagReader.read(node(text), text.getBytes(StandardCharsets.UTF_8), KnownNames.NONE, new Problems("a.yaml", false)), "a");
        assertThat(Task.class.getMethod(component).invoke(task)).hasToString(value);
    }

    @Test
    void namesThatPoolsHadBefore() {
        var dag = read("""
                dag: a
                tasks:
                  up: {operator: scale-ec2, node_pool: {name: x, SLAVE_TYPE: y, N_NODES: 3, MODE: spot-only, SCALE_TIMEOUT: 15}}
                  down: {operator: downscale-ec2, teardown_of: up}
                """);
        assertThat(task(dag, "up").settings())
                .hasToString("{node_pool={name=x, slave_type=y, nodes=3, market=spot, scale_timeout=15m}}");
    }

    @Test
    void plainValuesCountAsWrittenWhereTextIsWanted() {
        var dag = read("""
                dag: 1.10
                owner: yes
                tags: [0755, 12e4567, null]
                params:
                  s: {default: 007}
                  l: {type: list, items: {type: string}, default: [1.10, true]}
                  n: {type: list, default: [1.10, true, 0x10]}
                tasks:
                  "06":
                    job: {image: spark:3.10, command: [0755, 1.10, true, 06:30], cpus: 0.5}
                    env: {V: 1.10, ON: on, N: 1_000}
                """);
        assertThat(dag.id()).hasToString("1.10");
        assertThat(dag.owner()).isEqualTo("yes");
        assertThat(dag.tags()).containsExactly("0755", "12e4567", "null");
        assertThat(dag.params().values().stream().map(param -> PlainData.toJson(param.defaultValue())))
                .containsExactly("\"007\"", "[\"1.10\",\"true\"]", "[1.10,true,16]");
        var task = task(dag, "06");
        assertThat(PlainData.toJson(task.block("job"))).isEqualTo("""
                {"image":"spark:3.10","command":["0755","1.10","true","06:30"],"cpus":0.5}""");
        assertThat(task.env()).hasToString("{V=1.10, ON=on, N=1_000}");
    }

    @Test
    void anAliasIsTheValueAgain() {
        var dag = read("dag: a\ntasks:\n  a: {run: x, env: &env {A: 1}}\n  b: {run: y, env: *env}\n");
        assertThat(task(dag, "b").env()).containsEntry("A", "1");
    }

    private static String inWords(Task task) {
        var above = task.dependsOn().stream()
                .map(dependency -> dependency instanceof Dependency.OnTask(var id) ? id.value() : dependency.toString())
                .collect(Collectors.joining(" "));
        return task.id()
                + (task.group() == null ? "" : " in " + task.group())
                + (above.isEmpty() ? "" : " <- " + above)
                + (task.teardownOf().isEmpty() ? "" : ", tears down " + task.teardownOf().getFirst());
    }

    private static Task task(@Nullable Dag dag, String id) {
        return Objects.requireNonNull(dag).task(new TaskId(id));
    }

    private static Node node(String text) {
        return Objects.requireNonNull(YamlText.read(text.getBytes(StandardCharsets.UTF_8), new Problems("a.yaml", false)));
    }

    private static List<String> problems(String text) {
        return DagFiles.read("a.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).problems().stream()
                .map(DagProblem::toString)
                .toList();
    }

    private static Dag read(String text) {
        var reading = DagFiles.read("a.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        assertThat(reading.problems()).filteredOn(problem -> problem.severity() == DagProblem.Severity.ERROR).isEmpty();
        return Objects.requireNonNull(reading.dag());
    }

    private static Reading example(String name) throws IOException {
        try (var in = ReadingTest.class.getResourceAsStream("/dagfile/examples/" + name + ".yaml")) {
            return DagFiles.read("dags/" + name + ".yaml", in.readAllBytes(), Checking.STRICT);
        }
    }
}
