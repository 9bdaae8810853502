package comporta.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateTextTest {
    private static final Names NAMES = Names.in(ZoneId.of("America/Sao_Paulo"))
            .with("ds", "2026-11-01")
            .with("run", Map.of("logical_date", Instant.parse("2026-11-01T04:00:00Z")))
            .with("params", Map.of("filter", "{{ ds }}", "token", "sealed"))
            .lookup("conn", Map.of("ware.house", Map.of("host", "db.local"))::get)
            .ids("conn", Set.of("ware.house"))
            .lookup("outputs", Map.of("count-all", Map.of("rows", 12L))::get)
            .tasks(Set.of("count-all"))
            .build();

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            Bearer {{ conn.ware.house.token }}                                     ! Bearer t0ken
            {{ conn.ware.house.token }} of {{ conn.ware.house.host }} on {{ ds }}  ! t0ken of db.local on 2026-11-01
            {{ (params.filter ~ conn.ware.house.token) | upper }}                  ! {{ DS }}T0KEN
            {{ params.token }} {{ outputs.count-all.rows }}                        ! opened sealed 12
            {{ params.token ~ (run.logical_date | date('HH:mm')) }}                ! opened sealed01:00
            {{ conn.ware.house.password | default('none') }} {{ outputs.count-all.none | default('x') }} ! t0ken x
            """)
    void isRenderedWhenItIsSent(String text, String sent) {
        var stored = PlainData.fromJson(PlainData.toJson(LateText.prepare(Map.of("body", List.of(text)), NAMES, Set.of("token"))));

        assertThat(PlainData.toJson(stored)).doesNotContain("t0ken").doesNotContain("opened");
        assertThat(LateText.render(stored, LateTextTest::secret)).isEqualTo(Map.of("body", List.of(sent)));
    }

    @Test
    void whatReadsNoSecretIsRenderedAtOnceAndKeepsItsType() {
        assertThat(LateText.prepare(List.of("{{ outputs.count-all.rows }}", "{{ ds }}!", 5L), NAMES, Set.of("token")))
                .isEqualTo(List.of(12L, "2026-11-01!", 5L));
    }

    @Test
    void whatIsMissingFailsWhenItIsSent() {
        var stored = LateText.prepare("{{ params.token ~ outputs.count-all.none }}", NAMES, Set.of("token"));

        assertThatThrownBy(() -> LateText.render(stored, LateTextTest::secret)).hasMessageContaining("outputs.count-all.none");
    }

    private static Object secret(List<String> path, @Nullable Object kept) {
        return path.getFirst().equals("conn") ? "t0ken" : "opened " + kept;
    }
}
