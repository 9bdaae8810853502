package comporta.web;

import comporta.dag.Dag;
import java.util.Map;

/** Pictures of DAGs: tasks as boxes, groups as frames around them, set-ups and teardowns and rules to be seen. */
public final class DagPictures {
    private DagPictures() {}

    /** A self-contained SVG document; all text in it is escaped, and it loads nothing. */
    public static String svg(Dag dag) {
        return SvgPicture.of(Shapes.of(dag));
    }

    /** A Mermaid flowchart. */
    public static String mermaid(Dag dag) {
        return MermaidText.of(Shapes.of(dag));
    }

    /** A graph in the language of Graphviz. */
    public static String dot(Dag dag) {
        return DotText.of(Shapes.of(dag));
    }

    /** The picture as plain data: {@code dag_id}, {@code groups}, {@code nodes}, {@code edges}. */
    public static Map<String, Object> data(Dag dag) {
        return ShapeData.of(Shapes.of(dag));
    }
}
