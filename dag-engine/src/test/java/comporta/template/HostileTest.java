package comporta.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.template.Templates.Use;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of somebody who means harm: a problem, soon, and never a dead process. */
class HostileTest {
    private static final TemplateScope SCOPE = TemplateScope.forTask("t", Map.of(), Set.of("t", "a-b"), id -> true, Map.of());
    private static final Names NAMES = Names.in(ZoneOffset.UTC)
            .with("ds", "2026-11-01")
            .with("params", PlainData.mapFromJson("{\"big\": \"" + "a".repeat(60_000) + "\", \"e\": 1e999999999, \"small\": 1e-999999999}"))
            .with("object", new Object())
            .build();

    static Stream<String> deepAndLong() {
        return Stream.of(
                "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
                "{{ " + "[".repeat(1_000_000),
                "{{ " + "not ".repeat(2_000) + "true }}",
                "{{ " + "-".repeat(4_000) + "1 }}",
                "{{ " + "1 + ".repeat(1_000) + "1 }}",
                "{{ " + "true ? 1 : ".repeat(400) + "1 }}",
                "{{ ds" + ".a".repeat(2_000) + " }}",
                "{{ ds" + "[0]".repeat(1_000) + " }}",
                "{{ ds" + " | upper".repeat(1_000) + " }}",
                "{{ '" + "a".repeat(5_000_000),
                "{{ outputs." + "a-".repeat(1_000_000) + " }}",
                "{{ ".repeat(500_000),
                "{{ ds }}".repeat(100_000),
                "{{ & }}".repeat(100_000),
                "{{ 'a".repeat(300_000),
                "{{" + "9".repeat(3_000) + "}}",
                "{{ x" + " ".repeat(2_000_000));
    }

    @ParameterizedTest
    @MethodSource("deepAndLong")
    void deepAndLongTextsAreProblems(String text) {
        assertThat(Templates.check(text, Use.TEXT, SCOPE)).hasSizeBetween(1, 1_100);
        assertThat(Templates.check(text, Use.SHELL_LINE, SCOPE)).isNotEmpty();
        assertThatThrownBy(() -> Templates.render(text, Use.TEXT, NAMES)).isInstanceOf(TemplateFailed.class);
        assertThat(Templates.namesIn(text, Set.of())).hasSizeLessThan(10);
    }

    @Test
    void whatIsJustAllowedIsComputed() {
        assertThat(Templates.render("{{ " + "(".repeat(40) + "1" + ")".repeat(40) + " }}", Use.VALUE, NAMES)).isEqualTo(1L);
        assertThat(Templates.render("{{ " + "1 + ".repeat(190) + "1 }}", Use.VALUE, NAMES)).isEqualTo(191L);
        assertThat(Templates.render("{{ " + "not ".repeat(390) + "true }}", Use.VALUE, NAMES)).isEqualTo(true);
        assertThat(Templates.render("{{ " + "true ? 1 : ".repeat(90) + "1 }}", Use.VALUE, NAMES)).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{{ params.big | replace({'a': params.big}) }}",
        "{{ [params.big, params.big, params.big] | join(params.big ~ params.big ~ params.big ~ params.big ~ params.big ~ params.big) ~ "
                + "(params.big ~ params.big ~ params.big ~ params.big ~ params.big ~ params.big ~ params.big ~ params.big) }}",
        "{{ params.big | split('') | join(params.big) }}",
        "{{ ds | date('" + "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy" + "') }}",
        "{{ ds | plus('999999d') | plus('99999999999999999999d') }}",
        "{{ '1e999999999' | number }}",
        "{{ object.hashCode }}",
        "{{ ds.bytes }}",
        "{{ ds['class'] }}",
        "{{ ''['getClass'] }}",
        "{{ params.getClass }}",
        "{{ params['class']['forName'] }}",
        "{{ (1).toString() }}",
        "{{ params.entrySet().iterator() }}",
        "{{ parent() }}",
        "{{ block('x') }}",
        "{{ (1)(2) }}",
        "{{ ds | merge({}) }}",
        "{{ _context }}",
        "{{ template }}",
    })
    void growthAndMethodsAreRefused(String text) {
        assertThatThrownBy(() -> Templates.render(text, Use.TEXT, NAMES)).isInstanceOf(TemplateFailed.class);
    }

    @Test
    void enormousNumbersCostNothing() {
        for (var operator : List.of("+", "-", "*", "/", "%", "<", "==")) {
            for (var other : List.of("1", "3.5", "params.small", "params.e")) {
                for (var text : List.of("{{ params.e " + operator + " " + other + " }}", "{{ " + other + " " + operator + " params.e }}")) {
                    try {
                        assertThat(Templates.render(text, Use.TEXT, NAMES).toString()).hasSizeLessThan(100);
                    } catch (TemplateFailed refused) {
                        assertThat(refused.what()).contains("digits");
                    }
                }
            }
        }
        assertThat(Templates.render("{{ [params.e, params.small] | json }}", Use.TEXT, NAMES).toString()).hasSizeLessThan(100);
    }

    @Test
    void aSeparatorIsNoPattern() {
        var hostile = "{{ '" + "a".repeat(60) + "!' | split('(a+)+$') | length }}";
        assertThat(Templates.render(hostile, Use.VALUE, NAMES)).isEqualTo(1L);
        assertThat(Templates.render("{{ 'a.b' | replace({'.': '$1'}) }}", Use.VALUE, NAMES)).isEqualTo("a$1b");
    }

    @Test
    void whateverIsWrittenThereIsAnAnswer() {
        var pieces = List.of(
                "{{", "}}", "{", "}", "'", "\"", "ds", "params.big", "outputs.a-b.c", "|", "upper", "date('d')", "+", "-", "not", "is", "null", "[", "]",
                "(", ")", ",", ":", "?", "1", "2.5", ".", "~", "==", " ", "\n", "contains", "true", "#{", "{%", "\\", "x", "=", "and", "é", "😀", "$(", "`");
        var random = new SplittableRandom(11);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 4_000; i++) {
            var text = "{{ " + IntStream.range(0, random.nextInt(1, 12))
                    .mapToObj(n -> pieces.get(random.nextInt(pieces.size())))
                    .collect(Collectors.joining(random.nextBoolean() ? " " : "")) + (random.nextInt(8) == 0 ? "" : " }}");
            for (var problem : Templates.check(text, Use.SHELL_LINE, SCOPE)) {
                ids.add(problem.id());
                assertThat(problem.offset()).as(text).isBetween(0, text.length() - 1);
            }
            try {
                Templates.render(text, Use.VALUE, NAMES);
            } catch (TemplateFailed failed) {
                assertThat(failed.what()).isNotEmpty();
            }
        }
        assertThat(ids).contains("template-syntax", "unknown-name", "bad-operator");
    }
}
