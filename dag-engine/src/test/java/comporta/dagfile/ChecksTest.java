package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The problems that only a whole DAG can have. Each row is a file, {@code ¶} for a new line, below three lines that keep it free of other
 * warnings; then its problems in order of place, {@code ¶} between them, W before a warning. A mark {@code ▸} stands where a problem is; the
 * others are told with {@code line:column}.
 */
class ChecksTest {
    private static final String HEAD = """
            dag: a
            owner: data-infra
            defaults: {execution_timeout: 1h}
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tasks: {extract: {run: x}, load: {run: y, depends_on: ▸extrct}}                            | task "load" waits for "extrct", which this DAG does not have. Did you mean "extract"? [unknown-task]
            tasks: {a: {run: x}, b: {run: y, depends_on: [a, ▸zz]}}                                    | task "b" waits for "zz", which this DAG does not have. Tasks are a, b. [unknown-task]
            tasks: {up: {run: x}, down: {run: y, teardown_of: ▸upp}}                                   | task "down" tears down "upp", which this DAG does not have. Did you mean "up"? [unknown-task]
            groups: {g: {depends_on: ▸xx}} ¶ tasks: {a: {run: x, group: g}}                            | group "g" waits for "xx", which this DAG does not have. Tasks are a, g. [unknown-task]
            groups: {scoring: {}} ¶ tasks: {a: {run: x, group: ▸scorings}, b: {run: x, group: scoring}} | group "scorings" is not in groups. Did you mean "scoring"? [unknown-group]
            groups: {g: {group: ▸outer}} ¶ tasks: {a: {run: x, group: g}}                              | group "outer" is not in groups. Groups are g. [unknown-group]
            tasks: {a: {run: x, group: ▸g}}                                                            | group "g" is not in groups. Remove it. [unknown-group]
            groups: {a: {}} ¶ tasks: {▸a: {run: x, group: a}}                                          | "a" is a group and a task. Rename one. [unknown-group]
            """)
    void namesLeadSomewhere(String file, String problems) {
        assertThat(problems(file)).isEqualTo(problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tasks: ¶  a: {run: x, ▸depends_on: c} ¶  b: {run: y, depends_on: a} ¶  c: {run: z, depends_on: b} | a → b → c → a: these tasks wait for each other. Remove one of the depends_on on lines 5, 6, 7. [cycle]
            tasks: ¶  x: {run: x} ¶  a: {run: x, ▸depends_on: [x, a]}                                  | a → a: this task waits for itself. Remove the depends_on on line 6. [cycle]
            groups: {g: {▸depends_on: b}} ¶ tasks: ¶  a: {run: x, group: g} ¶  b: {run: x, depends_on: a} | a → b → a: these tasks wait for each other. Remove one of the depends_on on lines 4, 7. [cycle]
            tasks: ¶  a: {run: x, ▸depends_on: b} ¶  b: {run: x, depends_on: a} ¶  c: {run: x, ▸depends_on: c} | a → b → a: these tasks wait for each other. Remove one of the depends_on on lines 5, 6. [cycle] ¶ c → c: this task waits for itself. Remove the depends_on on line 7. [cycle]
            groups: ¶  g: {▸group: h} ¶  h: {group: g} ¶ tasks: {a: {run: x, group: g}}                | g → h → g: these groups lie in each other. Remove one of the group on lines 5, 6. [cycle]
            """)
    void nothingWaitsForItself(String file, String problems) {
        assertThat(problems(file)).isEqualTo(problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tasks: {n: {operator: noop}, c: {run: x, depends_on: n, trigger_rule: ▸all_failed}}        | task "c" can never run: "all_failed" above a noop. Change its trigger_rule or depends_on. [never-runs]
            tasks: {n: {operator: noop}, c: {run: x, depends_on: n, trigger_rule: ▸one_failed}}        | task "c" can never run: "one_failed" above a noop. Change its trigger_rule or depends_on. [never-runs]
            tasks: {b: {run: x}, c: {run: x, depends_on: b, trigger_rule: ▸all_skipped}}               | task "c" can never run: "all_skipped" above "b", which is never skipped. Change its trigger_rule or depends_on. [never-runs]
            tasks: {b: {run: x}, n: {operator: noop, depends_on: b}, c: {run: x, depends_on: n, trigger_rule: all_failed}} |
            tasks: {b: {run: x}, n: {operator: noop}, c: {run: x, depends_on: [b, n], trigger_rule: one_failed}} |
            tasks: {b: {run: x, skip_on: [99]}, c: {run: x, depends_on: b, trigger_rule: all_skipped}} |
            tasks: {s: {operator: short-circuit, condition: "{{ run.is_latest }}"}, b: {run: x, depends_on: s}, c: {run: x, depends_on: b, trigger_rule: all_skipped}} |
            tasks: {b: {run: x}, c: {run: x, depends_on: b, trigger_rule: all_failed}, d: {run: x, depends_on: c, trigger_rule: all_skipped}} |
            """)
    void everyRuleCanHold(String file, @Nullable String problems) {
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            choose: "{{ run.is_latest ? 'export' : 'delta' }}" |
            choose: "{{ run.is_latest ? ▸'exprt' : 'delta' }}"                                         | "choose" names "exprt", which is not directly below "size". Did you mean "export"? [branch-not-downstream]
            choose: "{{ ['export', ▸'zzz'] }}"                                                         | "choose" names "zzz", which is not directly below "size". Below it are export, delta. [branch-not-downstream]
            choose: "{{ params.mode == 'full' ? 'export' : 'delta' }}" |
            `choose: "{{ (run.logical_date | date('d')) == '1' ? ['export', 'delta'] : 'delta' }}"` |
            `choose: "{{ params.mode | default(▸'exprt') }}"`                                          | W "choose" names "exprt", which is not directly below "size". Did you mean "export"? [branch-text]
            choose: "{{ params.mode }}" |
            """)
    void aBranchNamesWhatIsBelow(String choose, @Nullable String problems) {
        var file = "params: {mode: {}, other: {default: \"{{ ds }}\"}} ¶ tasks: ¶  size: {operator: branch, " + choose
                + "} ¶  export: {run: x, depends_on: size} ¶  delta: {run: 'echo {{ params }}', depends_on: size}";
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            run.is_latest ? 'a' : 'b'          |                                              | W task "j" is always skipped: all_success below several arms of branch "s". Add trigger_rule: none_failed_min_one_success. [branch-join]
            run.is_latest ? 'a' : 'b'          | , trigger_rule: ▸none_skipped                 | W task "j" is always skipped: none_skipped below several arms of branch "s". Add trigger_rule: none_failed_min_one_success. [branch-join]
            run.is_latest ? 'a' : 'b'          | , trigger_rule: none_failed_min_one_success   |
            run.is_latest ? 'a' : 'b'          | , trigger_rule: all_done                      |
            run.is_latest ? ['a', 'b'] : 'b'   |                                              |
            params.arm                         |                                              | W task "j" is always skipped: all_success below several arms of branch "s". Add trigger_rule: none_failed_min_one_success. [branch-join]
            params.arms                        |                                              |
            """)
    void armsCanMeetAgain(String choose, @Nullable String rule, @Nullable String problems) {
        var file = "params: {arm: {default: a}, arms: {type: list, default: [a]}} ¶ tasks: {s: {operator: branch, choose: \"{{ " + choose
                + " }}\"}, ¶  a: {run: 'x {{ params }}', depends_on: s}, ¶  b: {run: x, depends_on: s}, ¶  j: {run: x, "
                + (rule == null && problems != null ? "▸" : "") + "depends_on: [a, b]"
                + (rule == null ? "" : rule) + "}, ¶  k: {run: x, depends_on: j}}";
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ▸down: {operator: downscale-ec2}                                                            | 5:2 W no task gives node pool "x" back: its lease ends after the ttl of 12h. Add a downscale-ec2 task with teardown_of: scale-ec2-x. [pool-outside] ¶ "down" names no task that it tears down. Add teardown_of: scale-ec2-x. [teardown-without-setup]
            down: {operator: downscale-ec2, teardown_of: ▸w}                                           | 5:2 W no task gives node pool "x" back: its lease ends after the ttl of 12h. Add a downscale-ec2 task with teardown_of: scale-ec2-x. [pool-outside] ¶ "down" tears down "w", which scales no node pool. Name scale-ec2-x. [teardown-without-setup]
            down: {operator: downscale-ec2, node_pool: {name: x}} |
            down: {run: x, teardown_of: scale-ec2-x} |
            down: {run: x, teardown_of: scale-ec2-x, ▸when: "{{ run.is_latest }}"}                     | a teardown has a rule of its own and takes no trigger_rule, when or done_when. Remove the key. [teardown-rule]
            down: {run: x, teardown_of: scale-ec2-x, ▸trigger_rule: all_done}                          | a teardown has a rule of its own and takes no trigger_rule, when or done_when. Remove the key. [teardown-rule]
            down: {run: x, teardown_of: scale-ec2-x, ▸trigger_rule: all_success}                       | a teardown has a rule of its own and takes no trigger_rule, when or done_when. Remove the key. [teardown-rule]
            """)
    void teardownsKnowTheirSetups(String down, @Nullable String problems) {
        var file = "tasks: ¶  scale-ec2-x: {operator: scale-ec2, node_pool: {name: x, nodes: 1, instance_types: m5.xlarge}} ¶  " + down
                + " ¶  w: {run: x} ¶run_timeout: 1h";
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            groups: {g: {expand: {over: {m: [a, b]}}}} ¶ tasks: {a: {run: x, group: g, ▸expand: {over: {n: [1]}}}} | task "a" is expanded inside the expanded group "g". Combine both lists in one expand. [expand-nested]
            groups: {g: {expand: {over: {m: [a]}}}, h: {group: g, ▸expand: {over: {m: [a]}}}} ¶ tasks: {a: {run: x, group: h}} | group "h" is expanded inside the expanded group "g". Combine both lists in one expand. [expand-nested]
            tasks: {a: {run: x, expand: {over: {m: [1, 2, 3], ▸n: [1, 2, 3, 4]}, combine: zip}}}       | zip of 3 and 4 items. Make the lists equal. [zip-lengths]
            tasks: {a: {run: x, expand: {over: {m: [1, 2, 3], n: [1, 2, 3, 4]}}}} |
            tasks: {l: {run: x, outputs: {rows: integer}}, a: {run: x, depends_on: l, expand: {over: {m: "▸{{ outputs.l.rows }}"}}}} | "over.m" is a number. Write the output as JSON: {"models": ["a"]}. [not-a-list]
            tasks: {a: {run: "x {{ ▸item.m }}"}}                                                       | "item.m" is known only in an expanded task or group. Add expand, or remove it. [item-outside]
            tasks: {a: {run: "x {{ item.m }}", expand: {over: {m: [1]}}}} |
            groups: {g: {expand: {over: {m: [1]}}}} ¶ tasks: {a: {run: "x {{ item.m }}", group: g}} |
            """)
    void expansionsFit(String file, @Nullable String problems) {
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @Test
    void tooManyInstancesAreTold() {
        var list = IntStream.range(0, 40).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
        assertThat(problems("tasks: {a: {run: x, ▸expand: {over: {m: " + list + ", n: " + list + "}}}}"))
                .isEqualTo("1,600 instances (limit 1,024). Give each try a slice. [expand-too-many]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            w: {run: x, depends_on: scale-ec2-itaipu} |
            w: {depends_on: scale-ec2-itaipu, job: {command: x, node_pool: itaipu}} |
            w: {job: {command: x, node_pool: ▸itaipu}}                                                 | task "w" runs on pool "itaipu", but does not come after "scale-ec2-itaipu". Add scale-ec2-itaipu to its depends_on. [pool-not-up]
            w: {operator: spark-driver, job: {command: x}, spark: {node_pool: ▸itaipu}}                | task "w" runs on pool "itaipu", but does not come after "scale-ec2-itaipu". Add scale-ec2-itaipu to its depends_on. [pool-not-up]
            w: {depends_on: down, job: {command: x, node_pool: ▸itaipu}}                               | task "w" runs on pool "itaipu", but comes after "down" has given it back. Let it wait for something before down. [pool-not-up]
            w: {job: {command: x, node_pool: other}} |
            """)
    void poolsAreUp(String work, @Nullable String problems) {
        var file = "tasks: ¶  " + work
                + " ¶  scale-ec2-itaipu: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 2, instance_types: m5.xlarge}}"
                + " ¶  down: {operator: downscale-ec2, teardown_of: scale-ec2-itaipu} ¶run_timeout: 1h";
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            m5.2xlarge, m5n.2xlarge, m5ad.2xlarge |
            m5.2xlarge, ▸r5.2xlarge                                                                    | r5.2xlarge does not go with m5.2xlarge: another series. m5a.2xlarge, m5ad.2xlarge, m5d.2xlarge, m5dn.2xlarge, m5n.2xlarge, m5zn.2xlarge would fit. [bad-mix]
            m5.2xlarge, ▸m6i.2xlarge                                                                   | m6i.2xlarge does not go with m5.2xlarge: another series. m5a.2xlarge, m5ad.2xlarge, m5d.2xlarge, m5dn.2xlarge, m5n.2xlarge, m5zn.2xlarge would fit. [bad-mix]
            m5.2xlarge, ▸m5.xlarge                                                                     | m5.xlarge does not go with m5.2xlarge: another size. m5a.2xlarge, m5ad.2xlarge, m5d.2xlarge, m5dn.2xlarge, m5n.2xlarge, m5zn.2xlarge would fit. [bad-mix]
            m6g.xlarge, ▸m6i.xlarge                                                                    | m6i.xlarge does not go with m6g.xlarge: another processor architecture. m6gd.xlarge would fit. [bad-mix]
            m5d.xlarge, ▸m5.xlarge                                                                     | m5.xlarge does not go with m5d.xlarge: no disk of its own. m5ad.xlarge, m5dn.xlarge would fit. [bad-mix]
            m5.metal, ▸m5d.metal                                                                       | m5d.metal does not go with m5.metal: metal is never mixed. Keep m5.metal alone. [bad-mix]
            m7i.large, ▸m7i-flex.large                                                                 | m7i-flex.large does not go with m7i.large: a flex type. m7a.large would fit. [bad-mix]
            m7i-flex.large, m7i.large |
            c5.2xlarge, c5n.2xlarge |
            c5n.2xlarge, ▸c5.2xlarge                                                                   | c5.2xlarge does not go with c5n.2xlarge: less memory or fewer cores. Keep c5n.2xlarge alone. [bad-mix]
            ▸m5                                                                                        | "m5" is not an instance type: the size is missing. Write e.g. m5.2xlarge. [bad-value]
            """)
    void machinesOfAPoolGoTogether(String types, @Nullable String problems) {
        assertThat(problems("tasks: ¶  s: {operator: scale-ec2, node_pool: {name: x, nodes: 1, instance_types: [" + types
                + "]}} ¶  d: {operator: downscale-ec2, teardown_of: s} ¶run_timeout: 1h")).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            job: {command: x, cpus: 1}, elasticity: {min_cpus: 0.1, max_cpus: 2} |
            job: {command: x, cpus: ▸0.05}, elasticity: {min_cpus: 0.1, max_cpus: 2}                   | cpus 0.05 is below min_cpus 0.1. Lower min_cpus. [elasticity-range]
            job: {command: x, cpus: "{{ params }}"}, elasticity: {min_cpus: 0.1, max_cpus: 2} |
            """)
    void elasticTasksBeginBetweenTheirBounds(String keys, @Nullable String problems) {
        assertThat(problems("deadline: {within: 1h, from: run_start} ¶ tasks: ¶  m: {operator: model, " + keys + "}"))
                .isEqualTo(problems == null ? "" : problems);
    }

    @Test
    void aSparkDriversBoundsAreForItsExecutors() {
        assertThat(problems("deadline: {within: 1h} ¶ tasks: ¶  m: {operator: spark-driver, job: {command: x, cpus: 9}, spark: {total_cores: ▸12}, "
                        + "elasticity: {min_cpus: 1, max_cpus: 8}}"))
                .isEqualTo("total_cores 12 is above max_cpus 8. Raise max_cpus. [elasticity-range]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tasks: {a: {job: {backend: chronos, command: x, constraints: {a: b}, ▸workdir: /tmp}}}     | W chronos ignores "workdir". Use backend mesos, or remove it. [field-ignored]
            tasks: {a: {job: {backend: local, command: x, ▸constraints: {a: b}}}}                      | W local ignores "constraints". Use backend mesos, or remove it. [field-ignored]
            tasks: {a: {job: {backend: our-own, command: x, tier: preferred}}} |
            tasks: {a: {job: {backend: mesos, image: "▸repo:5000/models", command: x}}}                | W image "repo:5000/models" has no version. Write e.g. repo:5000/models:1.0. [latest-tag]
            tasks: {a: {job: {backend: mesos, image: "▸models:latest", command: x}}}                   | W image "models:latest" is another one from night to night. Write e.g. models:1.0. [latest-tag]
            tasks: {a: {job: {backend: mesos, image: "models:{{ var.v }}", command: x}}} |
            tasks: {a: {job: {backend: mesos, image: "{{ var.image }}", command: x}}} |
            tasks: {a: {job: {backend: mesos, image: "models@sha256:12ab", command: x}}} |
            """)
    void jobsSuitTheirBackend(String file, @Nullable String problems) {
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            schedule: {cron: "0 1 * * *"} ¶ deadline: {by: "▸06:00"} ¶ tasks: {a: {run: x, expected_duration: 3h}, b: {run: x, depends_on: a, expected_duration: 3h}} | W the deadline leaves 5h, and the expected durations of a → b add up to 6h. Move the deadline, or shorten the way. [deadline-infeasible]
            schedule: {cron: "0 1 * * *"} ¶ deadline: {by: "06:00"} ¶ tasks: {a: {run: x, expected_duration: 3h}, b: {run: x, expected_duration: 3h}} |
            schedule: {cron: "0 1 * * *"} ¶ deadline: {by: "06:00+1d"} ¶ tasks: {a: {run: x, expected_duration: 6h}} |
            schedule: {cron: "0 7 * * *"} ¶ deadline: {by: "06:00"} ¶ tasks: {a: {run: x, expected_duration: 6h}} |
            deadline: {by: "06:00"} ¶ tasks: {a: {run: x, expected_duration: 30h}} |
            tasks: {a: {run: x, expected_duration: 50m}, b: {run: x, depends_on: a, expected_duration: 20m, deadline: {within: ▸1h}}} | W the deadline leaves 1h, and the expected durations of a → b add up to 1h10m. Move the deadline, or shorten the way. [deadline-infeasible]
            tasks: {a: {run: x, expected_duration: 50m}, b: {run: x, depends_on: a, expected_duration: 20m, deadline: {within: 1h, from: start}}} |
            tasks: {a: {run: x, expected_duration: 50m}, b: {run: x, depends_on: a, trigger_rule: one_done, expected_duration: 20m, deadline: {within: 1h}}} |
            schedule: {cron: "0 1 * * *", ▸catchup: all} ¶ tasks: {a: {run: x}}                        | W catchup has no start to begin at. Add e.g. start: 2026-11-01. [start-missing]
            schedule: {cron: "0 1 * * *", catchup: all, start: 2026-11-01} ¶ tasks: {a: {run: x}} |
            tasks: {s: {operator: scale-ec2, node_pool: {name: p, nodes: 1, instance_types: m5.large}}, d: {operator: downscale-ec2, teardown_of: s}} | 1:1 W the DAG has node pools, and no run_timeout ends a run that hangs. Add e.g. run_timeout: 8h. [no-run-timeout]
            """)
    void clocksCanBeKept(String file, @Nullable String problems) {
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            params: {▸n: {default: x}} ¶ tasks: {a: {run: x}}                                          | W param "n" is read nowhere. Remove it, or read it as {{ params.n }}. [unused]
            params: {n: {default: x}} ¶ tasks: {a: {run: "echo {{ params.n }}"}} |
            params: {n: {default: x}} ¶ tasks: {a: {run: "echo $COMPORTA_PARAMS"}} |
            groups: {▸g: {}} ¶ tasks: {a: {run: x}}                                                    | W no task is in group "g". Remove it, or add group: g to its tasks. [unused]
            tasks: {a: {run: x, outputs: {▸rows: integer}}}                                            | W output "rows" of task "a" is read nowhere. Remove it, or read it as {{ outputs.a.rows }}. [unused]
            tasks: {a-b: {run: x, outputs: {rows: integer}}, b: {run: "x {{ outputs.a-b.rows }}", depends_on: a-b}} |
            tasks: {a: {run: x, outputs: {▸row: integer, rows: integer}}, b: {run: "x {{ outputs.a.rows }}", depends_on: a}} | W output "row" of task "a" is read nowhere. Remove it, or read it as {{ outputs.a.row }}. [unused]
            tasks: {▸s: {operator: scale-ec2, node_pool: {name: p, nodes: 1, ttl: 3h, instance_types: m5.large}}} ¶run_timeout: 1h | W no task gives node pool "p" back: its lease ends after the ttl of 3h. Add a downscale-ec2 task with teardown_of: s. [pool-outside]
            tasks: {q: {operator: sql, connection: w, query: "select ▸{{ ds }}"}}                      | W the query has a value written into its text. Write :name there, and bind: {name: "{{ … }}"}. [bind-it]
            """)
    void nothingLiesAround(String file, @Nullable String problems) {
        assertThat(problems(file)).isEqualTo(problems == null ? "" : problems);
    }

    @Test
    void aFileHasTheNameAndTheOwnerOfItsDag() {
        assertThat(read("nights/b.yaml", "dag: a\ntasks: {t: {run: x, execution_timeout: 1h}}")).containsExactly(
                "1:1 W the DAG has no owner, so nobody knows who is asked. Add e.g. owner: data-infra. [no-owner]",
                "1:6 W the file is called b.yaml, and the DAG \"a\". Rename the file to a.yaml. [file-name]");
    }

    @Test
    void aJobHasATimeout() {
        assertThat(read("a.yaml", "dag: a\nowner: data-infra\ntasks: {t: {run: x}, n: {operator: noop}}")).containsExactly(
                "3:9 W task \"t\" has a job, and no execution_timeout ends a try that hangs. "
                        + "Add e.g. execution_timeout: 2h, to the task or to defaults. [no-execution-timeout]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contracts-export", "mesos-upgrade", "nightly", "score-models", "settlements"})
    void theExamplesHaveNoProblem(String example) throws IOException {
        try (var file = Objects.requireNonNull(ChecksTest.class.getResourceAsStream("/dagfile/examples/" + example + ".yaml"))) {
            assertThat(DagFiles.read(example + ".yaml", file.readAllBytes(), Checking.STRICT).problems()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tasks: {a: {run: "echo {{ ▸dss }}"}}                                                       | unknown-name
            tasks: ¶  a: ¶    run: echo {{ ds }} {{ ▸dss }}                                            | unknown-name
            tasks: ¶  a: ¶    job: ¶      command: [echo, "{{ ▸dss }}"]                                | unknown-name
            tasks: {a: {run: x, when: "▸{{ ds }}"}}                                                    | not-boolean
            tasks: {a: {run: x, when: "▸{{ run.is_latest }} x"}}                                       | text-around
            tasks: {a: {run: x, env: {B: "{{ ▸outputs.b.c }}"}}, b: {run: x}}                          | not-upstream
            tasks: {a: {run: x, env: {B: "{{ outputs.b.c }}"}, depends_on: b}, b: {run: x}} |
            tasks: {a: {run: x, env: {B: "{{ outputs.c.d }}"}, depends_on: b}, b: {run: x, depends_on: c}, c: {run: x}} |
            tasks: {a: {run: x, env: {B: "{{ ▸outputs.b.d }}"}, depends_on: b}, b: {run: x, outputs: {▸c: integer}}} | undeclared-output ¶ W unused
            tasks: {a: {run: "echo '▸{{ ds }}'"}}                                                      | W quoted-twice
            `tasks: {a: {run: "echo ▸{{ ds | raw }}"}}`                                                | W raw-in-shell
            tasks: {a: {run: "echo {{ ▸partition.key }}"}}                                             | unknown-name
            schedule: {cron: "0 1 * * *", partition: day} ¶ tasks: {a: {run: "echo {{ partition.key }}"}} |
            params: {t: {secret: true}} ¶ tasks: {a: {run: "echo {{ ▸params.t }}"}}                    | secret-in-template
            params: {t: {secret: true}} ¶ tasks: {a: {operator: http, url: "http://x", headers: {A: "{{ params.t }}"}}} |
            params: {t: {default: "{{ ▸params.u }}"}} ¶ tasks: {a: {run: "echo {{ params.t }}"}}       | unknown-name
            env: {A: "{{ ▸dss }}"} ¶ tasks: {a: {run: x}}                                              | unknown-name
            tasks: {a: {run: x, on_failure: [{slack: "#x", message: "{{ task.reason }} {{ event }}"}]}} |
            tasks: {a: {run: x, on_failure: [{slack: "#x", message: "{{ ▸task.reasn }}"}]}}            | unknown-name
            tasks: {a: {job: {backend: aurora, command: "x {{ thermos.ports[http] }}", image: "a:1"}}} |
            groups: {g: {depends_on: l, expand: {over: {m: "{{ outputs.l.ms }}"}}}} ¶ tasks: {l: {run: x}, a: {run: "x {{ item.m }}", group: g}} |
            groups: {g: {expand: {over: {m: "{{ ▸outputs.l.ms }}"}}}} ¶ tasks: {l: {run: x}, a: {run: "x {{ item.m }}", group: g}} | not-upstream
            tasks: {a: {run: x, expand: {over: {m: [1]}}, outputs: {n: integer}}, b: {run: x, depends_on: a, when: "{{ ▸outputs.a.n > 1 }}"}} | bad-operator
            """)
    void templatesReadWhatIsThere(String file, @Nullable String problems) {
        var brief = Stream.of(problems(file).split(" ¶ ", -1))
                .map(problem -> problem.replaceFirst("^(W )?.*\\[(.*)]$", "$1$2"))
                .collect(Collectors.joining(" ¶ "));
        assertThat(brief).isEqualTo(problems == null ? "" : problems);
    }

    /** The file without its marks is read; a problem at a mark is told without its place. */
    private static String problems(String file) {
        var marked = HEAD + file.replaceAll(" *¶ ?", "\n");
        var marks = new HashSet<String>();
        int line = 1;
        int column = 1;
        for (int at = 0; at < marked.length(); at++) {
            char c = marked.charAt(at);
            if (c == '▸') {
                marks.add(line + ":" + column + " ");
            } else {
                column = c == '\n' ? 1 : column + 1;
                line += c == '\n' ? 1 : 0;
            }
        }
        var told = new ArrayList<String>();
        for (var problem : read("a.yaml", marked.replace("▸", ""))) {
            var place = problem.substring(0, problem.indexOf(' ') + 1);
            told.add(marks.remove(place) ? problem.substring(place.length()) : problem);
        }
        marks.forEach(mark -> told.add("nothing at " + mark));
        return String.join(" ¶ ", told);
    }

    private static List<String> read(String name, String text) {
        return DagFiles.read(name, text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).problems().stream()
                .map(problem -> problem.line() + ":" + problem.column()
                        + (problem.severity() == DagProblem.Severity.WARNING ? " W " : " ")
                        + problem.toString().split(": ", 2)[1])
                .toList();
    }
}
