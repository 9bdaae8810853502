package comporta.web;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dag.Dag;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static final String NESTED = """
            dag: nested
            groups: {outer: {}, inner: {group: outer}}
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a, group: outer}
              c: {run: c, depends_on: b, group: inner}
              d: {run: d, depends_on: [c, a]}
            """;

    private static Dag dag(String yaml) {
        return Objects.requireNonNull(DagFiles.read("dag.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
    }

    private static String picture(String... closed) {
        var picture = DagPictures.placed(dag(NESTED), Set.of(closed));
        return picture.nodes().stream().map(each -> each.id() + (each.parent() == null ? "" : " in " + each.parent())
                + (each.folded() == null ? "" : " of " + each.folded())).collect(Collectors.joining(", ")) + "; "
                + picture.edges().stream().map(each -> each.from() + " " + each.to()).collect(Collectors.joining(", "));
    }

    @Test
    void aClosedGroupHasTheArrowsOfAllThatIsInIt() {
        assertThat(picture()).isEqualTo("outer, inner in outer, a, b in outer, c in inner, d; a b, b c, c d, a d");
        assertThat(picture("inner")).isEqualTo("outer, a, b in outer, inner in outer of 1, d; a b, b inner, inner d, a d");
        assertThat(picture("outer")).isEqualTo("a, outer of 2, d; a outer, outer d, a d");
        assertThat(picture("outer", "inner")).as("an inner one is in the outer").isEqualTo(picture("outer"));
        assertThat(picture("nothing")).isEqualTo(picture());
    }

    @Test
    void veryManyTasksStandInColumns() {
        var yaml = "dag: wide\ntasks:\n  first: {run: x}\n" + IntStream.range(0, 2_100)
                .mapToObj(i -> "  t" + i + ": {run: x, depends_on: first}\n").collect(Collectors.joining());
        var picture = DagPictures.placed(dag(yaml), Set.of());
        assertThat(picture.nodes()).hasSize(2_101);
        assertThat(picture.edges()).hasSize(2_100);
        var places = picture.nodes().stream().map(each -> each.x() + " " + each.y()).distinct();
        assertThat(places).as("no two in one place").hasSize(2_101);
    }
}
