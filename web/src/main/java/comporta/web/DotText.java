package comporta.web;

import comporta.web.Shape.Box;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A shape in the language of Graphviz. */
final class DotText {
    private final Shape shape;
    private final StringBuilder text = new StringBuilder();

    private DotText(Shape shape) {
        this.shape = shape;
    }

    static String of(Shape shape) {
        return new DotText(shape).text();
    }

    private String text() {
        text.append("digraph ").append(quoted(shape.dag())).append(" {\n")
                .append("  rankdir=LR; nodesep=0.25; ranksep=0.6;\n")
                .append("  graph [fontname=\"Helvetica\", color=\"#c3cad5\", style=rounded];\n")
                .append("  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\"];\n")
                .append("  edge [color=\"#8b95a5\", arrowsize=0.7];\n");
        inside(null, "  ");
        for (var arrow : shape.arrows()) {
            text.append("  ").append(arrow.from()).append(" -> ").append(arrow.to())
                    .append(arrow.giveBack() ? " [style=dashed];\n" : ";\n");
        }
        return text.append("}\n").toString();
    }

    private void inside(@Nullable String frame, String indent) {
        for (var inner : shape.frames()) {
            if (Objects.equals(inner.parent(), frame)) {
                text.append(indent).append("subgraph cluster_").append(inner.key()).append(" {\n");
                text.append(indent).append("  label=").append(quoted(inner.title())).append(";\n");
                inside(inner.key(), indent + "  ");
                text.append(indent).append("}\n");
            }
        }
        for (var box : shape.boxes()) {
            if (Objects.equals(box.frame(), frame)) {
                box(box, indent);
            }
        }
    }

    private void box(Box box, String indent) {
        var colours = Colours.of(box.kind());
        var outline = switch (box.part()) {
            case SETUP -> ", shape=trapezium";
            case TEARDOWN -> ", shape=invtrapezium";
            case PLAIN -> box.kind() == Shape.Kind.CONTROL ? ", shape=hexagon" : box.kind() == Shape.Kind.DATA ? ", shape=cylinder" : "";
        };
        var style = box.kind() == Shape.Kind.OUTSIDE ? ", style=\"rounded,filled,dashed\"" : "";
        var label = box.title() + "\n" + box.caption() + (box.rule().isEmpty() ? "" : "\n" + box.rule());
        text.append(indent).append(box.key()).append(" [label=").append(quoted(label)).append(", tooltip=").append(quoted(box.about()))
                .append(", fillcolor=\"").append(colours.light()).append("\", color=\"").append(colours.line()).append('"')
                .append(outline).append(style).append("];\n");
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
