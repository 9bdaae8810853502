package comporta.template;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.ValueType;
import comporta.template.Templates.Use;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final TemplateScope SCOPE = TemplateScope.forTask(
                    "report",
                    Map.of(
                            "filter", ValueType.STRING, "mode", ValueType.ENUM, "n", ValueType.INTEGER, "full", ValueType.BOOLEAN,
                            "only", ValueType.LIST, "day", ValueType.DATE, "cfg", ValueType.OBJECT, "token", ValueType.STRING),
                    Set.of("churn-model", "churn", "count", "plan", "later", "1st.task"),
                    Set.of("churn-model", "churn", "count", "plan", "1st.task")::contains,
                    Map.of("churn-model", Map.of("auc", ValueType.NUMBER), "plan", Map.of("changes", ValueType.INTEGER, "rows", ValueType.LIST)))
            .withItems(Set.of("model"))
            .withResources(Set.of("itaipu_version", "models-version"), Set.of("ware-house"))
            .withSecrets(Set.of("params.token"))
            .at("when");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            SHELL_LINE ! ./extract.sh {{ ds }}
            SHELL_LINE ! python3 report.py --date={{ ds }} --auc {{ outputs.churn-model.auc }} > x-{{ ds }}.log 2>&1
            SHELL_LINE ! python3 list_models.py --only {{ params.only | join(',') }}
            SHELL_LINE ! python3 check.py --late {{ run.type == 'backfill' ? 'ignore' : 'fail' }}
            SHELL_LINE ! docker inspect -f {{ '{{.State.Status}}' }} x
            SHELL_LINE ! echo ${#a[@]} {% raw %} {# note #}
            TEXT       ! batch-models-python:{{ var.models-version }}
            TEXT       ! {{ conn.ware-house.host }}:{{ conn.ware-house.port }}
            VALUE      ! {{ item.model.nodes }}
            VALUE      ! {{ outputs.count.first.contracts }}
            VALUE      ! {{ outputs.1st.task.x }}
            VALUE      ! {{ outputs.churn-model.auc | json }}
            VALUE      ! {{ run.data_interval.start | plus('-1d') | date('yyyyMMdd') }}
            VALUE      ! {{ run.data_interval }} {{ params.cfg.a.b[0] }} {{ task.id }}{{ try.number }}
            VALUE      ! {{ partition.key }} {{ dag.owner | default('nobody') }}
            VALUE      ! {{ params.day | date('d') }}
            BOOLEAN    ! {{ params.full }}
            BOOLEAN    ! {{ params.filter == 'all' or params.filter contains 'contracts' }}
            BOOLEAN    ! {{ run.is_latest }}
            BOOLEAN    ! `{{ run.type != 'backfill' }}`
            BOOLEAN    ! {{ outputs.count.rows | number > 0 }}
            BOOLEAN    ! {{ tasks.churn-model.state == 'failed' }}
            BOOLEAN    ! {{ outputs.plan.changes > 0 }}
            BOOLEAN    ! {{ params.only is empty }}
            BOOLEAN    ! {{ outputs.count.flag }}
            IDS        ! {{ (run.logical_date | date('d')) == '1' ? ['full', 'delta'] : 'delta' }}
            IDS        ! {{ outputs.count.first.contracts > 1000000 ? ['split', 'export-large'] : 'export-small' }}
            LIST       ! {{ params.only }}
            LIST       ! {{ outputs.count.models }}
            """)
    void isRight(Use use, String text) {
        assertThat(Templates.check(text, use, SCOPE)).isEmpty();
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', maxCharsPerColumn = 1000, textBlock = """
            TEXT ! a {{ ds              ! 2 template-syntax ! the template is not closed ! Close it with }}
            TEXT ! {{ 'a }}             ! 3 template-syntax ! the text that begins with ' is not closed ! Close it with '
            TEXT ! {{ }}                ! 0 template-syntax ! there is nothing between {{ and }} ! Write a name, e.g. {{ ds }}
            TEXT ! {{ ds ds }}          ! 6 template-syntax ! unexpected "ds" after "ds" ! Remove it, or put quotes around text
            TEXT ! {{ ds + }}           ! 6 template-syntax ! the expression ends too early, after "+" ! Finish it, or remove "+"
            TEXT ! {{ (ds }}            ! 3 template-syntax ! the "(" is not closed ! Close it with )
            TEXT ! {{ [ds) }}           ! 3 template-syntax ! the "[" is not closed ! Close it with ]
            TEXT ! {{ ds) }}            ! 5 template-syntax ! unexpected ")" after "ds" ! Remove it, or put quotes around text
            TEXT ! {{ ds; }}            ! 5 template-syntax ! unexpected ";" after "ds" ! Remove it, or put quotes around text
            TEXT ! {{ params.only.0 }}  ! 15 template-syntax ! unexpected "0" after "." ! Write [0]
            TEXT ! {{ outputs.count.n-1 }} ! 3 template-syntax ! the minus in "outputs.count.n-1" has no blanks around it ! Write outputs.count.n - 1, or outputs.count['n-1'] for a name with a hyphen
            TEXT ! {{ ds | date('yyyy-b') }} ! 13 template-syntax ! "yyyy-b" is not a pattern of dates ! Write e.g. date('yyyyMMdd')
            TEXT ! {{ ds | plus('1 day') }} ! 13 template-syntax ! "1 day" is not a length of time ! Write e.g. plus('-1d'), plus('6h') or plus('-P1M')
            TEXT ! {{ ds | plus }}      ! 8 template-syntax ! the filter plus has 0 values in brackets ! Write | plus('-1d')
            TEXT ! {{ param.filter }}   ! 3 unknown-name ! there is no "param.filter" here ! Did you mean params.filter?
            TEXT ! {{ params.fliter }}  ! 3 unknown-name ! there is no "params.fliter" here ! Did you mean params.filter?
            TEXT ! {{ filter }}         ! 3 unknown-name ! there is no "filter" here ! Did you mean params.filter?
            TEXT ! {{ x | upcase }}     ! 3 unknown-name ! there is no "x" here ! Names here begin with conn, dag, ds, outputs, params, partition, run, task, tasks, try, var
            TEXT ! {{ ds | upcase }}    ! 8 unknown-name ! there is no filter "upcase" here ! Did you mean upper?
            TEXT ! {{ ds | lenght }}    ! 8 unknown-name ! there is no filter "lenght" here ! Did you mean length?
            TEXT ! {{ ds is defined }}  ! 9 unknown-name ! there is no test "defined" ! Write is null or is empty
            TEXT ! {{ run.logicaldate }} ! 3 unknown-name ! there is no "run.logicaldate" here ! Did you mean run.logical_date?
            TEXT ! {{ run.data_interval.stop }} ! 3 unknown-name ! there is no "run.data_interval.stop" here ! There are run.data_interval.end, run.data_interval.start
            TEXT ! {{ ds.year }}        ! 3 unknown-name ! ds is text and has no part "year" ! Write ds
            TEXT ! {{ var }}            ! 3 unknown-name ! var alone is no value ! Write var.NAME
            TEXT ! {{ outputs[params.filter].x }} ! 3 unknown-name ! the part of outputs must be written out ! Write outputs.TASK.key
            TEXT ! {{ conn.ware-house }} ! 3 unknown-name ! conn.ware-house is a whole connection ! Write conn.ware-house.host, .port, .schema or .user
            TEXT ! {{ outputs.churn-modle.auc }} ! 3 unknown-name ! there is no "outputs.churn-modle.auc" here ! Did you mean outputs.churn-model.auc?
            TEXT ! {{ tasks.count.reason }} ! 3 unknown-name ! there is no "tasks.count.reason" here ! Write tasks.count.state
            TEXT ! {{ item.modle }}     ! 3 unknown-name ! there is no "item.modle" here ! Did you mean item.model?
            TEXT ! {{ range(1, 9) }}    ! 3 unknown-name ! there is no function "range" here ! Values have filters only, e.g. params.x | length
            TEXT ! {{ "".getClass() }}  ! 6 unknown-name ! there is no method "getClass" here ! Values have filters only, e.g. params.x | length
            TEXT ! {{ ds.class.forName('x') }} ! 12 unknown-name ! there is no method "forName" here ! Values have filters only, e.g. params.x | length
            TEXT ! {{ True }}           ! 3 unknown-name ! there is no "True" here ! Did you mean true?
            TEXT ! {{ var.itaipu_versoin }} ! 3 unknown-resource ! there is no variable "itaipu_versoin" ! Did you mean "itaipu_version"?
            TEXT ! {{ conn.warehouse.host }} ! 3 unknown-resource ! there is no connection "warehouse" ! Did you mean "ware-house"?
            TEXT ! {{ outputs.later.x }} ! 3 not-upstream ! "outputs.later" is read in "report", which does not come after "later" ! Add later to depends_on of report
            TEXT ! {{ tasks.later.state }} ! 3 not-upstream ! "tasks.later" is read in "report", which does not come after "later" ! Add later to depends_on of report
            TEXT ! {{ outputs.plan.rowz }} ! 3 undeclared-output ! task "plan" declares no output "rowz" ! Did you mean "rows"?
            TEXT ! {{ conn.ware-house.password }} ! 3 secret-in-template ! conn.ware-house.password would be written into the job's description ! Pass it by secrets: {PASSWORD: conn.ware-house.password}
            TEXT ! {{ params.token }}   ! 3 secret-in-template ! params.token would be written into the job's description ! Read it from $COMPORTA_PARAMS in the task
            TEXT ! {{ params | json }}  ! 3 secret-in-template ! params would be written into the job's description ! Read it from $COMPORTA_PARAMS in the task
            TEXT ! {{ params.full && true }} ! 15 bad-operator ! "&&" is not an operator here ! Write and
            TEXT ! {{ true || false }}  ! 8 bad-operator ! "||" is not an operator here ! Write or
            TEXT ! `{{ !params.full }}` ! 3 bad-operator ! `"!" is not an operator here` ! Write not
            TEXT ! {{ ds = 'x' }}       ! 6 bad-operator ! "=" is not an operator here ! Write ==
            TEXT ! {{ ds === 'x' }}     ! 6 bad-operator ! "===" is not an operator here ! Write ==
            TEXT ! {{ ds ?? 'x' }}      ! 6 bad-operator ! "??" is not an operator here ! Write default, e.g. x | default('d')
            TEXT ! {{ 'a' in params.only }} ! 7 bad-operator ! "in" is not an operator here ! Turn it round: LIST contains VALUE
            TEXT ! {{ ds matches '.*' }} ! 6 bad-operator ! "matches" is not an operator here ! Compare with == or contains
            TEXT ! {{ 1..999999999 }}   ! 4 bad-operator ! ".." is not an operator here ! Write the items out, e.g. [1, 2, 3]
            TEXT ! {{ true AND false }} ! 8 bad-operator ! "AND" is not an operator here ! Write and
            TEXT ! {{ ds + 1 }}         ! 3 bad-operator ! ds is text, and "+" wants numbers ! Join texts with ~
            TEXT ! {{ outputs.plan.changes == '1' }} ! 3 bad-operator ! outputs.plan.changes is a number, and "==" compares it with text ! Compare values of one kind
            TEXT ! {{ params.filter > 3 }} ! 3 bad-operator ! params.filter is text, and ">" compares it with a number ! Write params.filter | number
            TEXT ! {{ params.only > 3 }} ! 3 bad-operator ! ">" does not order a list ! Compare numbers, texts or instants
            TEXT ! {{ params.n contains 3 }} ! 3 bad-operator ! params.n is a number, and cannot contain a number ! Write LIST contains VALUE or TEXT contains TEXT
            TEXT ! {{ params.n | upper }} ! 14 bad-operator ! upper wants text, and params.n is a number ! Write | upper behind text
            TEXT ! {{ params.only | join(1) }} ! 22 bad-operator ! join wants text in its brackets, and 1 is a number ! Write | join(',')
            TEXT ! {{ params.filter and true }} ! 3 not-boolean ! params.filter is text, and "and" wants true or false ! Compare it, e.g. params.filter == 'full'
            BOOLEAN ! {{ params.filter }} ! 0 not-boolean ! "when" gives text, and must give true or false ! Compare it, e.g. params.filter == 'full'
            BOOLEAN ! {{ params.n }}    ! 0 not-boolean ! "when" gives a number, and must give true or false ! Compare it, e.g. params.n > 0
            BOOLEAN ! {{ params.only }} ! 0 not-boolean ! "when" gives a list, and must give true or false ! Ask e.g. params.only is not empty
            BOOLEAN ! {{ 'true' }}      ! 0 not-boolean ! "when" gives text, and must give true or false ! Compare it, e.g. params.mode == 'full'
            BOOLEAN ! params.full       ! 0 not-boolean ! "when" is plain text, and must give true or false ! Write an expression, e.g. "{{ params.mode == 'full' }}"
            BOOLEAN ! {{ params.full }} and {{ params.full }} ! 0 text-around ! "when" has text around its {{ }} ! Put the whole condition inside one {{ }}
            BOOLEAN ! not {{ params.full }} ! 0 text-around ! "when" has text around its {{ }} ! Put the whole condition inside one {{ }}
            IDS ! {{ params.n }}        ! 0 not-an-id ! "when" gives a number, and must give an id or a list of ids ! Give e.g. params.full ? 'full' : 'delta'
            LIST ! {{ params.filter }}  ! 0 not-a-list ! "when" is text ! Write the output as JSON: {"models": ["a"]}
            SHELL_LINE ! echo "{{ ds }}" ! 6 quoted-twice ! {{ ds }} stands in quotes, and is quoted by itself ! Remove the quotes
            SHELL_LINE ! echo 'a {{ ds }}' ! 8 quoted-twice ! {{ ds }} stands in quotes, and is quoted by itself ! Remove the quotes
            SHELL_LINE ! echo {{ ds | raw }} ! 5 raw-in-shell ! the shell reads the value of {{ ds | raw }} as a part of the program ! Remove | raw, unless it is meant so
            SHELL_LINE ! echo $((1 + {{ ds }})) ! 12 template-not-allowed ! a value cannot be quoted at this place of a shell line: {{ ds }} ! Put it into env and write "$NAME" here, or use | raw
            """)
    void isWrong(Use use, String text, String place, String what, String fix) {
        var problems = Templates.check(text, use, SCOPE);
        assertThat(problems).isNotEmpty();
        var first = problems.getFirst();
        assertThat(first.offset() + " " + first.id()).isEqualTo(place);
        assertThat(first.what()).isEqualTo(what);
        assertThat(first.fix()).isEqualTo(fix);
        assertThat(first.length()).isBetween(1, text.length() - first.offset());
        assertThat(first.warning()).isEqualTo(Set.of("quoted-twice", "raw-in-shell").contains(first.id()));
    }

    @Test
    void allMistakesOfATextComeAtOnceAndInOrder() {
        var problems = Templates.check("{{ a }} {{ b + 'x' }} {{ c && d }} {{ e }} {{ f", Use.TEXT, SCOPE);
        assertThat(problems)
                .extracting(problem -> problem.offset() + " " + problem.id())
                .containsExactly("3 unknown-name", "11 unknown-name", "15 bad-operator", "27 bad-operator", "38 unknown-name", "43 template-syntax");
    }

    @Test
    void theLongestIdOfTheDagIsMeant() {
        assertThat(Templates.check("{{ outputs.churn-model.auc > 1 }}", Use.BOOLEAN, SCOPE)).isEmpty();
        var problems = Templates.check("{{ outputs.churn-moedl.auc }}", Use.BOOLEAN, SCOPE);
        assertThat(problems).extracting(TemplateProblem::fix).containsExactly("Did you mean outputs.churn-model.auc?");
    }

    @Test
    void whatIsKnownDependsOnThePlace() {
        assertThat(ids("{{ partition.key }}", SCOPE.without("partition"))).isEqualTo("unknown-name");
        assertThat(ids("{{ item.model }}", SCOPE.withItems(Set.of()))).isEqualTo("item-outside");
        assertThat(ids("{{ task.reason }}", SCOPE)).isEqualTo("unknown-name");
        assertThat(ids("{{ task.reason | upper }} {{ event }}", SCOPE.withTexts(Set.of("event", "task.reason")))).isEmpty();
        assertThat(ids("Basic {{ conn.ware-house.password | base64encode }}", SCOPE.allowingSecrets())).isEmpty();
        assertThat(ids("{{ thermos.ports[http] }}", SCOPE)).isNotEmpty();
        assertThat(ids("{{ thermos.ports[http] }}", SCOPE.passing(Set.of("thermos", "mesos")))).isEmpty();
        var ofDefault = TemplateScope.forParamDefault("day");
        assertThat(ids("{{ ds }} {{ run.id }} {{ var.anything-at.all }}", ofDefault)).isEmpty();
        assertThat(ids("{{ params.x }}", ofDefault)).isEqualTo("unknown-name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"depends_on", "pool"})
    void keysThatAreReadAtLoadTakeNoTemplate(String key) {
        assertThat(Templates.refused("a{{ ds }}b", key)).hasValueSatisfying(problem -> {
            assertThat(problem.id()).isEqualTo("template-not-allowed");
            assertThat(problem.what()).isEqualTo("\"" + key + "\" cannot hold a template: it is read when the file is loaded");
            assertThat(problem.offset()).isEqualTo(1);
            assertThat(problem.length()).isEqualTo(8);
        });
        assertThat(Templates.refused("plain", key)).isEmpty();
    }

    private static String ids(String text, TemplateScope scope) {
        return String.join(
                " ", Templates.check(text, Use.TEXT, scope).stream().map(TemplateProblem::id).toList());
    }
}
