package comporta.dagfile;

import comporta.dag.PlainData;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import comporta.dagfile.Node.Sequence;

/**
 * A Java DAG file as the data that it gave, which a run is pinned to: JSON that is also YAML, so that it is read back like any other DAG
 * file, and nothing has to be compiled again. One task stands on one line.
 */
final class PinnedText {
    private static final int LINES_TO_LEVEL = 2;

    private PinnedText() {}

    static String of(Node dag) {
        var out = new StringBuilder();
        write(dag, 0, out);
        return out.append('\n').toString();
    }

    private static void write(Node node, int level, StringBuilder out) {
        switch (node) {
            case Scalar text -> out.append(text.plain() ? text.text() : quoted(text.text()));
            case Sequence list -> {
                out.append('[');
                for (int n = 0; n < list.items().size(); n++) {
                    out.append(n == 0 ? "" : ", ");
                    write(list.items().get(n), LINES_TO_LEVEL, out);
                }
                out.append(']');
            }
            case Mapping map -> {
                boolean lines = level < LINES_TO_LEVEL && !map.entries().isEmpty();
                out.append('{');
                var between = lines ? "\n" + "  ".repeat(level + 1) : "";
                for (var entry : map.entries().values()) {
                    out.append(between).append(quoted(entry.name())).append(": ");
                    between = lines ? ",\n" + "  ".repeat(level + 1) : ", ";
                    write(entry.value(), level + 1, out);
                }
                out.append(lines ? "\n" + "  ".repeat(level) : "").append('}');
            }
        }
    }

    /** YAML allows few characters to stand as they are; as escapes all may. Pairs that make one character stay together. */
    private static String quoted(String text) {
        var json = PlainData.toJson(text);
        var out = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); ) {
            int c = json.codePointAt(at);
            boolean plain = (c >= ' ' && c <= '~') || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029)
                    || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF) || c >= 0x10000;
            if (plain) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u%04x".formatted(c));
            }
            at += Character.charCount(c);
        }
        return out.toString();
    }
}
