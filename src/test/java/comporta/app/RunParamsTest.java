package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Param;
import comporta.dag.ValueType;
import comporta.decide.RunParams;
import comporta.template.Names;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunParamsTest {
    private static final Names NAMES = Names.in(ZoneOffset.UTC).with("ds", "2030-01-01").with("run", Map.of("id", "manual-1")).build();

    private final Pictures dag = new Pictures()
            .task("a", "noop")
            .param(new Param("filter", ValueType.STRING, "all", "", Map.of("pattern", "[a-z,]+"), false))
            .param(new Param("n", ValueType.INTEGER, 3L, "", Map.of("maximum", 10L), false))
            .param(new Param("models", ValueType.LIST, List.of("churn"), "", Map.of(), false))
            .param(new Param("day", ValueType.DATE, "{{ ds }}", "", Map.of(), false))
            .param(new Param("must", ValueType.BOOLEAN, null, "", Map.of(), false));

    @Test
    void whatWasTypedTakesTheTypeAndTheRestItsDefaults() {
        var params = RunParams.of(dag.dag(), Map.of("n", "7", "models", "[\"a\", 2]", "must", "true"), NAMES);

        assertThat(params.problems()).isEmpty();
        var expected = new LinkedHashMap<String, Object>();
        expected.put("filter", "all");
        expected.put("n", 7L);
        expected.put("models", List.of("a", 2L));
        expected.put("day", "2030-01-01");
        expected.put("must", true);
        assertThat(params.values()).containsExactlyEntriesOf(expected);
    }

    @Test
    void allThatDoesNotFitIsToldAtOnce() {
        var given = new LinkedHashMap<String, String>();
        given.put("filtr", "all");
        given.put("filter", "A");
        given.put("n", "12");
        given.put("models", "churn");
        given.put("day", "today");

        var params = RunParams.of(dag.dag(), given, NAMES);

        assertThat(params.values()).isEmpty();
        assertThat(params.problems()).containsExactly(
                "DAG nightly has no param \"filtr\". Did you mean \"filter\"? [param-value]",
                "param \"filter\" is \"A\", and must match [a-z,]+. Give such a text. [param-value]",
                "param \"n\" is 12, and must be at most 10. Give at most 10. [param-value]",
                "param \"models\" is \"churn\", and must be a list. Give a list. [param-value]",
                "param \"day\" is \"today\", and must be a date. Give a date. [param-value]",
                "param \"must\" has no default and was not given. Give it with -p must=VALUE. [param-value]");
    }

    @Test
    void aDefaultThatCannotBeRenderedIsToldWithTheWayOut() {
        var params = RunParams.of(
                new Pictures().task("a", "noop").param(new Param("v", ValueType.STRING, "{{ var.none }}", "", Map.of(), false)).dag(),
                Map.of(), Names.in(ZoneOffset.UTC).lookup("var", _ -> null).build());

        assertThat(params.problems()).singleElement().asString()
                .startsWith("the default of param \"v\" cannot be rendered: ").contains("Give it with -p v=VALUE").endsWith("[param-value]");
    }
}
