package comporta.web;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures tell a DAG completely, and nothing in them can be read as anything but text. */
class DagPicturesTest {
    private static final String NIGHT = """
            dag: night
            run_timeout: 1h
            groups: {models: {depends_on: prepare, expand: {over: {m: [a, b]}}}, inner: {group: models}}
            tasks:
              scale-ec2-x: {operator: scale-ec2, node_pool: {name: x, nodes: 1, instance_types: m5.large}}
              prepare: {run: x, depends_on: [{dag: prices, task: load}]}
              work: {job: {command: x, node_pool: x}, depends_on: [scale-ec2-x, prepare]}
              down: {operator: downscale-ec2, teardown_of: scale-ec2-x}
              score: {operator: model, job: {command: x}, group: inner}
              report: {run: x, depends_on: [work, models], trigger_rule: all_done, when: "{{ run.is_latest and 1 < 2 }}", description: "<b>&\\"bold\\"</b>"}
            """;

    @Test
    void mermaid() {
        assertThat(DagPictures.mermaid(dag(NIGHT))).isEqualTo("""
                ---
                title: "night"
                ---
                flowchart LR
                  subgraph g0["models × m"]
                    subgraph g1["inner"]
                      t4["score<br/>model"]
                    end
                  end
                  t0[/"scale-ec2-x<br/>scale-ec2"\\]
                  t1["prepare<br/>command"]
                  t2["work<br/>command"]
                  t3[\\"down<br/>downscale-ec2"/]
                  t5["report<br/>command<br/><i>all_done, when …</i>"]
                  d0>"prices / load<br/>another DAG<br/><i>same_date</i>"]
                  d0 --> t1
                  t0 --> t2
                  t1 --> t2
                  t0 -.-> t3
                  t2 --> t3
                  t1 --> t4
                  t2 --> t5
                  t4 --> t5
                  classDef work fill:#eff4ff,stroke:#4f7fe0,color:#1f2733
                  class t1,t2,t4,t5 work
                  classDef machines fill:#e8f8f1,stroke:#2c9c78,color:#1f2733
                  class t0,t3 machines
                  classDef outside fill:#ffffff,stroke:#7d8899,color:#1f2733,stroke-dasharray:4 3
                  class d0 outside
                """);
    }

    @Test
    void dot() {
        assertThat(DagPictures.dot(dag(NIGHT))).contains(
                "digraph \"night\" {", "subgraph cluster_g0 {\n    label=\"models × m\";\n    subgraph cluster_g1 {", "t0 -> t3 [style=dashed];", "t4 -> t5;",
                "label=\"report\\ncommand\\nall_done, when …\"", "when: {{ run.is_latest and 1 < 2 }}\\n<b>&\\\"bold\\\"</b>\"");
    }

    @Test
    void data() {
        var data = DagPictures.data(dag(NIGHT));
        assertThat(data).containsEntry("dag_id", "night");
        assertThat(data.get("edges")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(8).contains(
                Map.of("from", "scale-ec2-x", "to", "down", "kind", "teardown"), Map.of("from", "prices / load", "to", "prepare", "kind", "order"));
        assertThat(data.get("groups")).asInstanceOf(InstanceOfAssertFactories.LIST).contains(Map.of("group", "inner", "parent", "models × m"));
    }

    @Test
    void anSvgIsXmlWithEveryTaskGroupAndArrow() {
        var svg = svg(dag(NIGHT));
        assertThat(elements(svg, "g")).filteredOn(g -> g.getAttribute("class").startsWith("box")).extracting(g -> g.getAttribute("data-node"))
                .containsExactlyInAnyOrder("scale-ec2-x", "prepare", "work", "down", "score", "report", "prices / load");
        assertThat(texts(svg)).contains("models × m", "inner", "all_done, when …", "scale-ec2");
        assertThat(elements(svg, "path")).filteredOn(path -> path.getAttribute("class").equals("order")).hasSize(7);
        assertThat(elements(svg, "path")).filteredOn(path -> path.getAttribute("class").equals("gives")).hasSize(1);
        assertThat(elements(svg, "path")).filteredOn(path -> path.getAttribute("class").equals("mark")).hasSize(2);
    }

    @Test
    void anSvgLoadsNothingAndRunsNothing() {
        var text = DagPictures.svg(dag(NIGHT));
        assertThat(text).contains("&lt;b&gt;&amp;&quot;bold&quot;&lt;/b&gt;").doesNotContain("<b>", "href", "<script", "<image", "@import", "onload")
                .matches(svg -> svg.split("http", -1).length == 2, "names its namespace, and no other address");
        assertThat(SvgPicture.escaped("a\u0000\u001b\uD800<")).isEqualTo("a&lt;");
    }

    /** Also of a DAG with many crossing edges and groups. */
    @Test
    void boxesLieApartInTheirFramesAndOnThePage() {
        var many = new StringBuilder("dag: many\ngroups: {g0: {}, g1: {group: g0}, g2: {}}\ntasks:\n");
        IntStream.range(0, 60).forEach(n -> many.append("  t").append(n).append(": {run: x")
                .append(n % 3 == 0 ? "" : ", group: g" + n % 3)
                .append(n < 5 ? "" : ", depends_on: [t" + (n - 5) + ", t" + n / 2 + "]").append("}\n"));
        many.append("  in: {run: x, group: g0}\n");
        var shape = Shapes.of(dag(many.toString()));
        var layout = Layout.of(shape);
        var boxes = shape.boxes().stream().map(box -> layout.place(box.key())).toList();
        assertThat(boxes).hasSize(61);
        for (int a = 0; a < boxes.size(); a++) {
            for (int b = 0; b < a; b++) {
                assertThat(overlap(boxes.get(a), boxes.get(b))).isFalse();
            }
        }
        for (var box : shape.boxes()) {
            assertThat(inside(layout.place(box.key()),
                    box.frame() == null ? new Layout.Rectangle(0, 0, layout.width(), layout.height()) : layout.place(box.frame())))
                    .as(box.title()).isTrue();
        }
        for (int n = 0; n < shape.arrows().size(); n++) {
            var arrow = shape.arrows().get(n);
            assertThat(touches(layout.way(n).getFirst(), layout.place(arrow.from()))).as("%s", arrow).isTrue();
            assertThat(touches(layout.way(n).getLast(), layout.place(arrow.to()))).as("%s", arrow).isTrue();
        }
    }

    @Test
    void longNamesAreShortenedAndToldInFull() {
        var name = "a".repeat(200);
        var svg = DagPictures.svg(dag("dag: d\ntasks: {" + name + ": {run: x}}\n"));
        assertThat(svg).contains(">" + "a".repeat(43) + "…</text>", "<title>" + name + " (command)");
    }

    private static boolean overlap(Layout.Rectangle a, Layout.Rectangle b) {
        return a.x() < b.x() + b.width() && b.x() < a.x() + a.width() && a.y() < b.y() + b.height() && b.y() < a.y() + a.height();
    }

    private static boolean inside(Layout.Rectangle inner, Layout.Rectangle outer) {
        return inner.x() >= outer.x() && inner.y() >= outer.y() && inner.x() + inner.width() <= outer.x() + outer.width()
                && inner.y() + inner.height() <= outer.y() + outer.height();
    }

    private static boolean touches(Layout.Point point, Layout.Rectangle box) {
        return inside(new Layout.Rectangle(point.x(), point.y(), 0, 0),
                new Layout.Rectangle(box.x() - 1, box.y() - 1, box.width() + 2, box.height() + 2));
    }

    private static Dag dag(String text) {
        var reading = DagFiles.read("d.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> reading.problems().toString());
    }

    private static Document svg(Dag dag) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(DagPictures.svg(dag).getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError("no XML", e);
        }
    }

    private static List<Element> elements(Document svg, String name) {
        var found = svg.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int n = 0; n < found.getLength(); n++) {
            elements.add((Element) found.item(n));
        }
        return elements;
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).collect(Collectors.toList());
    }
}
