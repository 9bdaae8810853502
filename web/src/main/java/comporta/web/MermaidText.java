package comporta.web;

import comporta.web.Shape.Box;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A shape as a Mermaid flowchart. */
final class MermaidText {
    private final Shape shape;
    private final StringBuilder text = new StringBuilder();

    private MermaidText(Shape shape) {
        this.shape = shape;
    }

    static String of(Shape shape) {
        return new MermaidText(shape).text();
    }

    private String text() {
        text.append("---\ntitle: \"").append(shape.dag()).append("\"\n---\nflowchart LR\n");
        inside(null, "  ");
        for (var arrow : shape.arrows()) {
            text.append("  ").append(arrow.from()).append(arrow.giveBack() ? " -.-> " : " --> ").append(arrow.to()).append('\n');
        }
        for (var kind : Shape.Kind.values()) {
            var keys = shape.boxes().stream().filter(box -> box.kind() == kind).map(Box::key).toList();
            if (!keys.isEmpty()) {
                var colours = Colours.of(kind);
                text.append("  classDef ").append(colours.name()).append(" fill:").append(colours.light()).append(",stroke:")
                        .append(colours.line())
                        .append(",color:#1f2733").append(kind == Shape.Kind.OUTSIDE ? ",stroke-dasharray:4 3" : "").append('\n');
                text.append("  class ").append(String.join(",", keys)).append(' ').append(colours.name()).append('\n');
            }
        }
        return text.toString();
    }

    private void inside(@Nullable String frame, String indent) {
        for (var inner : shape.frames()) {
            if (Objects.equals(inner.parent(), frame)) {
                text.append(indent).append("subgraph ").append(inner.key()).append("[\"").append(escaped(inner.title())).append("\"]\n");
                inside(inner.key(), indent + "  ");
                text.append(indent).append("end\n");
            }
        }
        for (var box : shape.boxes()) {
            if (Objects.equals(box.frame(), frame)) {
                box(box, indent);
            }
        }
    }

    private void box(Box box, String indent) {
        var sides = switch (box.part()) {
            case SETUP -> new String[] {"[/", "\\]"};
            case TEARDOWN -> new String[] {"[\\", "/]"};
            case PLAIN -> switch (box.kind()) {
                case WORK, MACHINES -> new String[] {"[", "]"};
                case DATA -> new String[] {"[(", ")]"};
                case CONTROL -> new String[] {"{{", "}}"};
                case WAIT -> new String[] {"([", "])"};
                case OUTSIDE -> new String[] {">", "]"};
            };
        };
        text.append(indent).append(box.key()).append(sides[0]).append('"').append(escaped(box.title())).append("<br/>")
                .append(escaped(box.caption()));
        if (!box.rule().isEmpty()) {
            text.append("<br/><i>").append(escaped(box.rule())).append("</i>");
        }
        text.append('"').append(sides[1]).append('\n');
    }

    /** Mermaid reads entities with a hash. */
    static String escaped(String text) {
        return text.replace("#", "#35;").replace("&", "#amp;").replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;")
                .replace('\n', ' ');
    }
}
