package comporta.web;

import comporta.dag.Dag;
import java.util.Map;
import java.util.Set;

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

    /**
     * The picture with a place for everything, which takes up to a second for a thousand tasks.
     *
     * @param closed ids of groups that are drawn as one box
     */
    public static Picture placed(Dag dag, Set<String> closed) {
        return Placing.of(dag, closed);
    }
}
