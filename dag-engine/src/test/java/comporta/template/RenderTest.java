package comporta.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import comporta.dag.PlainData;
import comporta.template.Templates.Use;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    static final Names NAMES = Names.in(SAO_PAULO)
            .with("ds", "2026-11-01")
            .with("dag", Map.of("id", "nightly", "owner", "data-infra"))
            .with("run", Map.of(
                    "id", "nightly/2026-11-01", "type", "scheduled", "is_latest", true,
                    "logical_date", Instant.parse("2026-11-01T04:00:00Z"),
                    "data_interval", Map.of("start", Instant.parse("2026-10-31T04:00:00Z"), "end", Instant.parse("2026-11-01T04:00:00Z"))))
            .with("params", PlainData.mapFromJson("""
                    {"filter": "all", "full": false, "n": 3, "ratio": 0.25, "only": ["a", "b"], "none": [], "blank": " ",
                     "nested": {"a": {"b": [10, {"c": "deep"}]}, "null": null}, "braces": "{{ ds }}", "huge": 1e999999999,
                     "big": 9223372036854775807, "whole": 2.0}"""))
            .lookup("var", Map.of("itaipu_version", "3.10", "a-b", "hyphen", "a", "plain")::get)
            .lookup("conn", Map.of("ware-house", Map.of("host", "db.local", "port", 5432))::get)
            .with("task", Map.of("id", "report", "index", 2))
            .with("try", Map.of("number", 1))
            .with("item", Map.of("model", Map.of("name", "churn", "nodes", 2)))
            .lookup("outputs", Map.of(
                    "churn-model", Map.of("auc", new BigDecimal("0.91"), "b.c", "x"),
                    "churn", Map.of("model", "short", "n", 5L),
                    "a.b", Map.of("c", "dotted"),
                    "count", Map.of("rows", "12", "bad", "12a"))::get)
            .lookup("tasks", Map.of("churn-model", Map.of("state", "failed"))::get)
            .tasks(Set.of("churn-model", "churn", "a.b", "a", "count", "silent"))
            .build();

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            plain                                      ! plain
            {% if x %} {# no #} ${#a[@]} {x} }}        ! {% if x %} {# no #} ${#a[@]} {x} }}
            {{ds}}                                     ! 2026-11-01
            a {{ ds }}, b {{ dag.id }}                 ! a 2026-11-01, b nightly
            {{ 'quoted' }}                             ! quoted
            {{ '{{.State.Status}}' }}                  ! {{.State.Status}}
            {{ "{% x %}" }}                            ! {% x %}
            {{ "#{ds}" }}                              ! #{ds}
            {{ 'it\\'s \\\\ \\d' }}                    ! it's \\ \\d
            {{ params.braces }}                        ! {{ ds }}
            {{ run.logical_date }}                     ! 2026-11-01T01:00:00-03:00
            {{ run.data_interval.start }}              ! 2026-10-31T01:00:00-03:00
            {{ run.is_latest }}                        ! true
            {{ params.n }}/{{ params.ratio }}          ! 3/0.25
            {{ params.only }}                          ! ["a","b"]
            {{ params['filter'] }}                     ! all
            {{ params.nested.a.b[0] }}                 ! 10
            {{ params.nested.a.b[1].c }}               ! deep
            {{ params.nested['a']["b"][params.n - 2].c }} ! deep
            {{ item.model.name }}                      ! churn
            {{ outputs.churn-model.auc }}              ! 0.91
            {{ outputs.churn.model }}                  ! short
            {{ outputs.a.b.c }}                        ! dotted
            {{ outputs['churn-model']['b.c'] }}        ! x
            {{ outputs.churn.n - 1 }}                  ! 4
            {{ var.a-b }}{{ var.a }}                   ! hyphenplain
            {{ conn.ware-house.host }}                 ! db.local
            {{ tasks.churn-model.state }}              ! failed
            {{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }}          ! 7 9
            {{ 7 / 2 }} {{ 7.0 / 2 }} {{ 7 % 4 }}      ! 3 3.5 3
            {{ -params.n + 1 }} {{ 3 -1 }}             ! -2 2
            {{ params.whole == 2 }}                    ! true
            {{ params.huge > 1 }}                      ! true
            {{ params.huge }}                          ! 1E+999999999
            {{ 'a' ~ params.n ~ ds }}                  ! a32026-11-01
            {{ params.full ? 'f' : 'd' }}              ! d
            {{ not params.full and params.n == 3 }}    ! true
            {{ not params.n == 4 }}                    ! true
            {{ true or params.missing }}               ! true
            {{ ds >= '2026-10-31' }}                   ! true
            {{ run.logical_date > run.data_interval.start }} ! true
            {{ params.only contains 'a' }}             ! true
            {{ params.filter contains 'al' }}          ! true
            {{ params.nested contains 'a' }}           ! true
            {{ params.only is empty }}                 ! false
            {{ params.none is empty }}                 ! true
            {{ params.blank is empty }}                ! true
            {{ params.none is not empty }}             ! false
            {{ params.nested.null is null }}           ! true
            {{ params.nested.null == null }}           ! true
            {{ params.missing is null }}               ! true
            {{ outputs.silent.x.y is null }}           ! true
            {{ params.missing | default('d') }}        ! d
            {{ params.nested.null | default('d') }}    ! d
            {{ outputs.silent.x.y | default(ds) }}     ! 2026-11-01
            {{ params.none | first | default('none') }} ! none
            {{ params.full | default(true) }}          ! false
            {{ params.filter | upper }}                ! ALL
            {{ 'Ab' | lower }} {{ 'ab c' | capitalize }} ! ab Ab c
            {{ params.only | join(',') }}              ! a,b
            {{ params.only | first }}{{ params.only | last }} ! ab
            {{ 'xyz' | first }}{{ 'xyz' | last }}      ! xz
            {{ params.only | length }} {{ 'x' | length }} {{ params.nested | length }} ! 2 1 2
            {{ 'abcdef' | slice(0, 3) }} {{ 'abc' | slice(1) }} {{ 'abc' | slice(2, 99) }} ! abc bc c
            {{ params.only | slice(1) | first }}       ! b
            {{ 'a.b.c' | split('.') | join('+') }}     ! a+b+c
            {{ 'a.b.c' | split('.', 2) | last }}       ! b.c
            {{ 'abc' | replace({'a': 'b', 'b': 'a'}) }} ! bac
            {{ ' x ' | trim }}                         ! x
            {{ 'a b/ç~-*+' | urlencode }}              ! a%20b%2F%C3%A7~-%2A%2B
            {{ 'ab' | base64encode }}                  ! YWI=
            {{ -5 | abs }} {{ (1 - 3.5) | abs }}       ! 5 2.5
            {{ params.only | json }} {{ 'q"' | json }} {{ ds | json }} ! ["a","b"] "q\\"" "2026-11-01"
            {{ run.data_interval | json }}             ! IGNORED
            {{ outputs.count.rows | number + 1 }}      ! 13
            {{ ' 7 ' | number }} {{ '1e3' | number }} {{ '0.50' | number }} ! 7 1000 0.50
            {{ ds | plus('-1d') }} {{ ds | plus('P1M') }} {{ ds | plus('-P1Y2M') }} ! 2026-10-31 2026-12-01 2025-09-01
            {{ run.logical_date | plus('1h30m') }}     ! 2026-11-01T02:30:00-03:00
            {{ run.logical_date | plus('-1d') | date('yyyyMMdd') }} ! 20261031
            {{ '2026-11-01T04:00:00Z' | plus('PT1H') }} ! 2026-11-01T02:00:00-03:00
            {{ '2026-11-01T04:00:00Z' | date('HH:mm') }} ! 01:00
            {{ ds | date('yyyy/MM/dd EEE') }}          ! 2026/11/01 Sun
            {{ (run.logical_date | date('d')) == '1' ? 'full' : 'delta' }} ! full
            {{ params.n | raw }}                       ! 3
            """)
    void asText(String template, String rendered) {
        var result = Templates.render(template, Use.TEXT, NAMES);
        if (!rendered.equals("IGNORED")) {
            assertThat(result).isEqualTo(rendered);
        } else {
            assertThat(result.toString()).contains("\"start\":\"2026-10-31T01:00:00-03:00\"", "\"end\":\"2026-11-01T01:00:00-03:00\"");
        }
    }

    @Test
    void aLoneTemplateKeepsItsType() {
        assertThat(Templates.render("{{ params.only }}", Use.VALUE, NAMES)).isEqualTo(List.of("a", "b"));
        assertThat(Templates.render("{{ params.n }}", Use.VALUE, NAMES)).isEqualTo(3L);
        assertThat(Templates.render("{{ task.index }}", Use.VALUE, NAMES)).isEqualTo(2L);
        assertThat(Templates.render("{{ params.full }}", Use.VALUE, NAMES)).isEqualTo(false);
        assertThat(Templates.render("{{ item.model }}", Use.VALUE, NAMES)).isEqualTo(Map.of("name", "churn", "nodes", 2L));
        assertThat(Templates.render("{{ run.logical_date }}", Use.VALUE, NAMES)).isEqualTo("2026-11-01T01:00:00-03:00");
        assertThat(Templates.render(" {{ params.n }}", Use.VALUE, NAMES)).isEqualTo(" 3");
        assertThat(Templates.render("{{ params.n }}{{ params.n }}", Use.VALUE, NAMES)).isEqualTo("33");
    }

    @Test
    void conditionsChoicesAndListsHaveTheirTypes() {
        assertThat(Templates.render("{{ params.n > 2 }}\n", Use.BOOLEAN, NAMES)).isEqualTo(true);
        assertThat(Templates.render("{{ params.full ? ['a', 'b'] : 'c' }}", Use.IDS, NAMES)).isEqualTo(List.of("c"));
        assertThat(Templates.render("{{ ['a', 'b'] }}", Use.IDS, NAMES)).isEqualTo(List.of("a", "b"));
        assertThat(Templates.render("{{ params.only }}", Use.LIST, NAMES)).isEqualTo(List.of("a", "b"));
    }

    @Test
    void aTreeIsRenderedLeafByLeafAndKeysStay() {
        var tree = PlainData.mapFromJson("""
                {"{{ ds }}": ["{{ params.n }}", "n={{ params.n }}", 4, null, {"day": "{{ ds }}"}]}""");
        assertThat(PlainData.toJson(Templates.renderTree(tree, NAMES)))
                .isEqualTo("{\"{{ ds }}\":[3,\"n=3\",4,null,{\"day\":\"2026-11-01\"}]}");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            TEXT    ! {{ outputs.count.none }}          ! outputs.count.none is missing: "count" wrote bad, rows     ! Write it to $COMPORTA_OUTPUT, or use default
            TEXT    ! {{ outputs.silent.x }}            ! outputs.silent is missing: the task wrote nothing          ! Write it to $COMPORTA_OUTPUT, or use default
            TEXT    ! {{ var.none }}                    ! there is no variable "none"                                ! Set it, or use default
            TEXT    ! {{ params.nested.null }}          ! params.nested.null is null                                 ! Use default, e.g. params.nested.null | default('d')
            TEXT    ! a {{ null }}                      ! null is null                                               ! Use default, e.g. null | default('d')
            TEXT    ! {{ nope }}                        ! there is no "nope" here                                    ! Look at the names in the documentation of templates
            TEXT    ! {{ nope | default('d') }}         ! there is no "nope" here                                    ! Look at the names in the documentation of templates
            TEXT    ! {{ var }}                         ! var alone is no value                                      ! Write var.NAME
            TEXT    ! {{ outputs.count.bad | number }}  ! text "12a" is no number                                    ! Write only the number
            TEXT    ! {{ outputs.count.rows > 0 }}      ! outputs.count.rows is text, and ">" compares it with a number  ! Write outputs.count.rows | number
            TEXT    ! {{ outputs.count.rows == 12 }}    ! outputs.count.rows is text, and "==" compares it with a number ! Write outputs.count.rows | number
            TEXT    ! {{ outputs.count.rows + 1 }}      ! outputs.count.rows is text, and "+" wants numbers          ! Write outputs.count.rows | number, or join texts with ~
            TEXT    ! {{ params.n | upper }}            ! upper wants text, and params.n is a number                 ! Look at the value that is given
            TEXT    ! {{ params.filter and true }}      ! params.filter is text, and "and" wants true or false       ! Compare it, e.g. params.filter == 'yes'
            TEXT    ! {{ params.n ? 1 : 2 }}            ! params.n is a number, and "?" wants true or false          ! Compare it, e.g. params.n > 0
            TEXT    ! {{ params.n / 0 }}                ! "/" divides by 0                                           ! Look at the numbers
            TEXT    ! {{ params.big + 1 }}              ! the result of "+" has too many digits                      ! Look at the numbers
            TEXT    ! {{ ds | plus('1h') }}             ! a date has no time of day to add "1h" to                   ! Write whole days, e.g. plus('-1d')
            TEXT    ! {{ ds | plus('999999d') | plus('999999d') | date('yyyy-MM-dd') | plus('P999999999Y') }} ! `there is no date so far away, or this is none: "7502-08-24"` ! Write e.g. plus('-1d')
            TEXT    ! {{ params.filter | date('d') }}   ! text "all" is no date                                      ! Give a date such as 2026-11-01, or an instant such as 2026-11-01T06:00:00-03:00
            TEXT    ! {{ ds.x }}                        ! ds is text and has no part "x"                             ! Look at the value that is given
            BOOLEAN ! {{ outputs.count.rows }}          ! outputs.count.rows is text "12", and must be true or false ! Compare it, e.g. outputs.count.rows == 'full'
            BOOLEAN ! {{ 'false' }}                     ! 'false' is text "false", and must be true or false         ! Compare it, e.g. params.mode == 'full'
            IDS     ! {{ params.n }}                    ! params.n is a number, and must be an id or a list of ids   ! Give e.g. 'full' or ['full', 'delta']
            LIST    ! {{ params.filter }}               ! params.filter is text "all", and must be a list            ! Write the output as JSON: {"models": ["a"]}
            BOOLEAN ! x {{ true }}                      ! the text is more, or less, than one template               ! Put the whole expression inside one {{ }}
            TEXT    ! {{ ds                             ! the template is not closed                                 ! Close it with }}
            """)
    void fails(Use use, String template, String what, String fix) {
        var failed = catchThrowableOfType(TemplateFailed.class, () -> Templates.render(template, use, NAMES));
        assertThat(failed).as("rendered all the same").isNotNull();
        assertThat(failed.what()).isEqualTo(what);
        assertThat(failed.fix()).isEqualTo(fix);
    }

    @Test
    void variablesAreAskedOnlyWhenRead() {
        var asked = new ArrayList<String>();
        var names = Names.in(SAO_PAULO)
                .lookup("var", name -> {
                    asked.add(name);
                    return "v";
                })
                .build();
        Templates.render("{{ true ? var.a : var.b }}", Use.TEXT, names);
        assertThat(asked).containsExactly("a");
    }

    @Test
    void whatAuroraFillsInPassesThrough() {
        var aurora = Names.in(SAO_PAULO).with("ds", "2026-11-01").passThrough("thermos", "mesos").build();
        var text = "run --port {{ thermos.ports[http] }} {{mesos.instance}} {{ ds }}";
        assertThat(Templates.render(text, Use.SHELL_LINE, aurora))
                .isEqualTo("run --port {{ thermos.ports[http] }} {{mesos.instance}} '2026-11-01'");
        assertThatThrownBy(() -> Templates.render("{{ mesos.instance }}", Use.TEXT, NAMES)).isInstanceOf(TemplateFailed.class);
    }

    @Test
    void aDayIsADayOverAChangeOfDaylightSaving() {
        var names = Names.in(ZoneId.of("Europe/Lisbon"))
                .with("run", Map.of("logical_date", Instant.parse("2026-03-28T01:00:00Z")))
                .build();
        assertThat(Templates.render("{{ run.logical_date | plus('1d') | date('HH:mm') }}", Use.TEXT, names)).isEqualTo("02:00");
        assertThat(Templates.render("{{ run.logical_date | plus('2d') | date('HH:mm') }}", Use.TEXT, names)).isEqualTo("01:00");
        assertThat(Templates.render("{{ run.logical_date | plus('48h') | date('HH:mm') }}", Use.TEXT, names)).isEqualTo("02:00");
    }

    @Test
    void namesInATextAreFound() {
        var text = "{{ outputs.churn-model.auc | default(var.x) }} {{ params.only[params.n] }} {{ conn.a-b.host }} {{ 'ds' }}";
        assertThat(Templates.namesIn(text, Set.of("churn-model")))
                .isEqualTo(List.of("conn.a-b.host", "outputs.churn-model.auc", "params.n", "params.only", "var.x"));
        assertThat(Templates.namesIn("plain", Set.of())).isEmpty();
    }

    @Test
    void textsThatAChoiceCanGiveAreFound() {
        var choices = Templates.choices("{{ params.mode == 'x' ? ['full', 'delta'] : params.y | default('no') }}");
        assertThat(choices.texts()).containsExactly(
                new Choices.Text("full", 25, true), new Choices.Text("delta", 33, true), new Choices.Text("no", 63, false));
        assertThat(choices.alternatives()).isEmpty();
    }

    @Test
    void choicesThatAreWrittenOutAreFoundAsAWhole() {
        assertThat(Templates.choices("{{ ds == 'x' ? ['full', 'delta'] : (run.is_latest ? 'a' : ['b']) }}").alternatives())
                .containsExactly(Set.of("full", "delta"), Set.of("a"), Set.of("b"));
        assertThat(Templates.choices("{{ params.mode }}").alternatives()).isEmpty();
        assertThat(Templates.choices("{{ ['a', params.mode] }}").alternatives()).isEmpty();
    }
}
