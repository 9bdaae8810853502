package comporta.web;

import comporta.web.Layout.Point;
import comporta.web.Shape.Box;
import java.util.List;
import java.util.Locale;

/** A shape as an SVG document, for light and dark pages. */
final class SvgPicture {
    private static final double ROUND = 7;

    private final Shape shape;
    private final Layout layout;
    private final StringBuilder svg = new StringBuilder();

    private SvgPicture(Shape shape) {
        this.shape = shape;
        layout = Layout.of(shape);
    }

    static String of(Shape shape) {
        return new SvgPicture(shape).svg();
    }

    private String svg() {
        var size = number(layout.width()) + " " + number(layout.height());
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(size).append("\" width=\"")
                .append(number(layout.width()))
                .append("\" height=\"").append(number(layout.height())).append("\" role=\"img\" aria-label=\"DAG ")
                        .append(escaped(shape.dag()))
                .append("\">\n<title>").append(escaped(shape.dag())).append("</title>\n<style>\n").append(styles()).append("</style>\n")
                .append("<defs>\n").append(head("head")).append(head("back"))
                .append("</defs>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        shape.frames().forEach(this::frame);
        for (int n = 0; n < shape.arrows().size(); n++) {
            arrow(n);
        }
        shape.boxes().forEach(this::box);
        return svg.append("</svg>\n").toString();
    }

    private static String head(String id) {
        return "<marker id=\"" + id + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                + "<path class=\"" + id + "\" d=\"M0.5 0.8 L7.5 4 L0.5 7.2 Z\"/></marker>\n";
    }

    private void frame(Shape.Frame frame) {
        var at = layout.place(frame.key());
        svg.append("<g class=\"frame\"><rect x=\"").append(number(at.x())).append("\" y=\"").append(number(at.y())).append("\" width=\"")
                .append(number(at.width())).append("\" height=\"").append(number(at.height())).append("\" rx=\"12\"/>");
        text(at.x() + 16, at.y() + 22, "name", BoxText.shortened(frame.title()));
        svg.append("</g>\n");
    }

    private void arrow(int number) {
        var arrow = shape.arrows().get(number);
        svg.append("<path class=\"").append(arrow.giveBack() ? "gives" : "order").append("\" marker-end=\"url(#")
                .append(arrow.giveBack() ? "back" : "head").append(")\" data-from=\"").append(arrow.from()).append("\" data-to=\"")
                .append(arrow.to()).append("\" d=\"").append(path(layout.way(number))).append("\"/>\n");
    }

    private void box(Box box) {
        var at = layout.place(box.key());
        svg.append("<g class=\"box ").append(Colours.of(box.kind()).name()).append("\" id=\"").append(box.key()).append("\" data-node=\"")
                .append(escaped(box.title())).append("\"><title>")
                .append(escaped(box.about())).append("</title><rect x=\"").append(number(at.x())).append("\" y=\"").append(number(at.y()))
                .append("\" width=\"").append(number(at.width())).append("\" height=\"").append(number(at.height())).append("\" rx=\"8\"/>")
                .append("<rect class=\"bar\" x=\"").append(number(at.x() + 7)).append("\" y=\"").append(number(at.y() + 9))
                .append("\" width=\"3\" height=\"")
                .append(number(at.height() - 18)).append("\" rx=\"1.5\"/>");
        double x = at.x() + 18;
        text(x, at.y() + 20, "title", BoxText.shortened(box.title()));
        text(x, at.y() + 36, "small", BoxText.shortened(box.caption()));
        if (!box.rule().isEmpty()) {
            text(x, at.y() + 52, "rule", box.rule());
        }
        mark(box, at.x() + at.width() - 15, at.y() + 15.5);
        svg.append("</g>\n");
    }

    /** A triangle upwards for a set-up, downwards for a teardown. */
    private void mark(Box box, double x, double y) {
        double tip = switch (box.part()) {
            case PLAIN -> 0;
            case SETUP -> -5;
            case TEARDOWN -> 5;
        };
        if (tip != 0) {
            svg.append("<path class=\"mark\" d=\"M").append(point(x, y + tip)).append(" L")
                    .append(point(x + 5.5, y - tip * 0.8)).append(" L")
                    .append(point(x - 5.5, y - tip * 0.8)).append(" Z\"/>");
        }
    }

    private void text(double x, double y, String style, String text) {
        svg.append("<text class=\"").append(style).append("\" x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\">")
                .append(escaped(text)).append("</text>");
    }

    /** Straight lines whose corners are round. */
    private static String path(List<Point> way) {
        if (way.isEmpty()) {
            return "";
        }
        var path = new StringBuilder("M").append(point(way.getFirst().x(), way.getFirst().y()));
        for (int n = 1; n < way.size() - 1; n++) {
            var corner = way.get(n);
            var before = towards(corner, way.get(n - 1));
            var after = towards(corner, way.get(n + 1));
            path.append(" L").append(point(before.x(), before.y())).append(" Q").append(point(corner.x(), corner.y())).append(' ')
                    .append(point(after.x(), after.y()));
        }
        return path.append(" L").append(point(way.getLast().x(), way.getLast().y())).toString();
    }

    private static Point towards(Point from, Point to) {
        double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
        double share = length == 0 ? 0 : Math.min(ROUND, length / 2) / length;
        return new Point(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
    }

    private static String styles() {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        for (var kind : Shape.Kind.values()) {
            var colours = Colours.of(kind);
            light.append('.').append(colours.name()).append(" rect{fill:").append(colours.light()).append(";stroke:").append(colours.line())
                    .append("}\n.")
                    .append(colours.name()).append(" .bar,.").append(colours.name()).append(" .mark{fill:").append(colours.line())
                    .append(";stroke:none}\n");
            dark.append('.').append(colours.name()).append(" rect{fill:").append(colours.dark()).append("}\n.").append(colours.name())
                    .append(" .bar{fill:").append(colours.line()).append("}\n");
        }
        return """
                text{font-family:Inter,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;fill:#1f2733}
                .title{font-size:13px;font-weight:600}
                .small,.rule{font-size:11px;fill:#5d6878}
                .rule{font-style:italic;fill:#a2410e}
                .page{fill:#ffffff}
                .box rect{stroke-width:1.2}
                .outside rect{stroke-dasharray:4 3}
                .outside .bar{stroke-dasharray:none}
                .frame rect{fill:#64748b;fill-opacity:.06;stroke:#b6bfcc;stroke-width:1}
                .name{font-size:12px;font-weight:600;fill:#5d6878}
                .order,.gives{fill:none;stroke:#8b95a5;stroke-width:1.4}
                .gives{stroke:#2c9c78;stroke-dasharray:5 4}
                .head{fill:#8b95a5}
                .back{fill:#2c9c78;stroke:none}
                """ + light + """
                @media (prefers-color-scheme: dark) {
                text{fill:#e6ebf2}
                .small,.name{fill:#9aa6b6}
                .rule{fill:#f0a36b}
                .page{fill:#0f141b}
                .frame rect{stroke:#3a4554}
                """ + dark + "}\n";
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String number(double value) {
        var text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** What XML cannot hold at all is left out. */
    static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    boolean allowed = c == '\n' || c == '\t' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
                    if (allowed) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
