package comporta.dagfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the text of a YAML file into {@link Node}s without recursion: levels, aliases and repeated nodes are counted before anything is
 * built of them, so that no file can cost more than a multiple of its length.
 */
final class YamlText {
    static final int MOST_LEVELS = 64;
    static final int MOST_ALIASES = 50;
    /** Each costs a search through the file. */
    private static final int MOST_TEMPLATES_MEANT = 100;

    private static final long MOST_REPEATED = 100_000;
    private static final int MOST_VALUES = 1_000_000;
    static final String SPLIT = "Split the DAG, or write it in Java";

    private final Problems problems;
    private final String source;
    private final SyntaxProblems syntax;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private final Map<String, Node> anchors = new HashMap<>();
    private int aliases;
    private int nodes;
    private long repeated;
    private int bareTemplates;
    private int cursor;
    private int cursorLine = 1;
    private @Nullable Node root;
    private @Nullable Place bareTemplate;
    /** Where the reader has come to. */
    private Place last = Place.TOP;

    /** A list or map whose end has not come yet. */
    private static final class Open {
        final boolean isMap;
        final boolean flow;
        final Place place;
        final @Nullable String anchor;
        final List<Node> items = new ArrayList<>();
        final LinkedHashMap<String, Node.Entry> entries = new LinkedHashMap<>();
        Node.@Nullable Scalar key;

        /** Its key is a list or a map, which has been told. */
        boolean lostKey;

        /** It is no map: it begins with the braces of a template without quotes. */
        boolean template;

        Open(boolean isMap, boolean flow, Place place, @Nullable String anchor) {
            this.isMap = isMap;
            this.flow = flow;
            this.place = place;
            this.anchor = anchor;
        }

        boolean wantsKey() {
            return isMap && key == null;
        }
    }

    private YamlText(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
        syntax = new SyntaxProblems(source, problems);
    }

    /** The value of the file; null: it is empty, or a problem tells why it cannot be read. */
    static @Nullable Node read(byte[] bytes, Problems problems) {
        String source;
        try {
            source = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            problems.error(Place.TOP, "yaml-syntax", "this is not YAML: the file is not UTF-8", "Save it as UTF-8");
            return null;
        }
        return new YamlText(source.startsWith("\uFEFF") ? source.substring(1) : source, problems).read();
    }

    private @Nullable Node read() {
        var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            var parser = new ParserImpl(settings, new StreamReader(settings, source));
            while (parser.hasNext()) {
                if (!take(parser.next())) {
                    return null;
                }
            }
        } catch (ReaderException e) {
            syntax.tell(e);
            return null;
        } catch (MarkedYamlEngineException e) {
            syntax.tell(e, bareTemplate);
            return null;
        } catch (YamlEngineException e) {
            syntax.tell(e, last);
            return null;
        }
        return root;
    }

    /** Takes the next piece; false: the rest cannot be read, and a problem says why. */
    private boolean take(Event event) {
        last = place(event.getEndMark());
        return switch (event.getEventId()) {
            case StreamStart, StreamEnd, DocumentEnd, Comment -> true;
            case DocumentStart -> root == null || refuse(event, "yaml-syntax", "a second document begins here", "Write one DAG per file");
            case Scalar -> add(scalar((ScalarEvent) event), anchor((ScalarEvent) event));
            case Alias -> alias((AliasEvent) event);
            case SequenceStart, MappingStart -> begin((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> end();
        };
    }

    private boolean begin(CollectionStartEvent event) {
        var place = place(event.getStartMark());
        if (open.size() >= MOST_LEVELS) {
            problems.error(place, "file-limit", "the file has more than " + MOST_LEVELS + " levels", SPLIT);
            return false;
        }
        tag(event.getTag(), place);
        boolean isMap = event instanceof MappingStartEvent;
        var above = open.peek();
        if (above != null && above.wantsKey()) {
            if (isMap && above.flow && above.entries.isEmpty() && nextTo(above.place, place)) {
                unquoted(above.place);
                above.template = true;
            } else {
                problems.error(place, "yaml-syntax", "this is not YAML as a DAG file has it: a key is " + (isMap ? "a map" : "a list"),
                        "Put quotes around it");
            }
        }
        open.push(new Open(isMap, event.isFlow(), place, anchor(event)));
        return true;
    }

    private boolean end() {
        var done = open.pop();
        Node node;
        if (done.template) {
            node = templateAt(done.place);
        } else if (done.isMap) {
            node = Node.Mapping.of(done.entries, done.place);
        } else {
            int height = 1;
            long size = 1;
            for (var item : done.items) {
                height = Math.max(height, item.height() + 1);
                size += item.size();
            }
            node = new Node.Sequence(done.items, done.place, height, size);
        }
        return add(node, done.anchor);
    }

    /** What the author meant by braces without quotes, so that it is checked like any other template. */
    private Node.Scalar templateAt(Place place) {
        var line = bareTemplates++ < MOST_TEMPLATES_MEANT ? syntax.line(place.line()) : "";
        int begin = Math.min(line.length(), place.column() - 1);
        int end = line.indexOf("}}", begin);
        return new Node.Scalar(end < 0 ? "{{ ds }}" : line.substring(begin, end + 2), false, place, place);
    }

    private boolean alias(AliasEvent event) {
        var place = place(event.getStartMark());
        var name = event.getAlias().getValue();
        if (++aliases > MOST_ALIASES) {
            problems.error(place, "file-limit", "the file has more than " + MOST_ALIASES + " aliases", SPLIT);
            return false;
        }
        var node = anchors.get(name);
        if (node == null) {
            problems.error(place, "yaml-syntax",
                    "\"*" + name + "\" is read as a YAML alias, and no anchor \"&" + name + "\" stands before it",
                    "Write \"*" + name + "\" with quotes");
            node = new Node.Scalar("*" + name, false, place, place);
        }
        if (open.size() + node.height() > MOST_LEVELS) {
            problems.error(place, "file-limit", "the file has more than " + MOST_LEVELS + " levels by its aliases", SPLIT);
            return false;
        }
        repeated += node.size();
        if (repeated > MOST_REPEATED) {
            problems.error(place, "file-limit", "the file has more than 100,000 values by its aliases", SPLIT);
            return false;
        }
        return add(node, null);
    }

    private Node.Scalar scalar(ScalarEvent event) {
        var place = place(event.getStartMark());
        tag(event.getTag(), place);
        var textPlace = switch (event.getScalarStyle()) {
            case DOUBLE_QUOTED, SINGLE_QUOTED, JSON_SCALAR_STYLE -> new Place(place.line(), place.column() + 1);
            case LITERAL, FOLDED -> firstOfBlock(place);
            case PLAIN -> place;
        };
        return new Node.Scalar(event.getValue(), event.getScalarStyle() == ScalarStyle.PLAIN, place, textPlace);
    }

    private boolean add(Node node, @Nullable String anchor) {
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        if (++nodes > MOST_VALUES) {
            problems.error(node.place(), "file-limit", "the file has more than a million values", SPLIT);
            return false;
        }
        var into = open.peek();
        if (into == null) {
            root = node;
            return true;
        }
        var key = into.key;
        if (!into.isMap) {
            into.items.add(node);
        } else if (key == null) {
            into.lostKey = !(node instanceof Node.Scalar);
            into.key = node instanceof Node.Scalar text ? text : new Node.Scalar("", false, node.place(), node.place());
        } else {
            into.key = null;
            enter(into, key, node);
        }
        return true;
    }

    private void enter(Open into, Node.Scalar key, Node value) {
        if (into.lostKey) {
            into.lostKey = false;
            return;
        }
        var name = key.text();
        if (name.equals("<<") && key.plain()) {
            problems.error(key.place(), "merge-key", "\"<<\" is not part of YAML 1.2",
                    "Move the shared keys to defaults or to a group's defaults");
            return;
        }
        var before = into.entries.putIfAbsent(name, new Node.Entry(key, value));
        if (before != null) {
            problems.error(key.place(), "duplicate-key",
                    Node.Scalar.quoted(name) + " stands twice, first on line " + before.key().place().line(), "Remove one");
        }
    }

    private void tag(Optional<String> tag, Place place) {
        if (tag.isPresent()) {
            var shown = tag.get().startsWith("tag:yaml.org,2002:") ? "!!" + tag.get().substring(18) : tag.get();
            problems.error(place, "yaml-tag", "\"" + shown + "\" is read as a YAML tag", "Write \"" + shown + "\" with quotes");
        }
    }

    private void unquoted(Place place) {
        bareTemplate = place;
        syntax.unquoted(place);
    }

    private boolean refuse(Event event, String id, String what, String fix) {
        problems.error(place(event.getStartMark()), id, what, fix);
        return false;
    }

    private static @Nullable String anchor(NodeEvent event) {
        return event.getAnchor().isPresent() ? event.getAnchor().get().getValue() : null;
    }

    private static boolean nextTo(Place first, Place second) {
        return first.line() == second.line() && first.column() + 1 == second.column();
    }

    static Place place(Optional<Mark> mark) {
        return mark.isPresent() ? new Place(mark.get().getLine() + 1, mark.get().getColumn() + 1) : Place.TOP;
    }

    /** Place of the first character of a block text, which stands some line below its {@code |}. */
    private Place firstOfBlock(Place sign) {
        // Pieces come in the order of the file, so the cursor only moves on.
        while (cursorLine <= sign.line() && cursor < source.length()) {
            int end = source.indexOf('\n', cursor);
            cursor = end < 0 ? source.length() : end + 1;
            cursorLine++;
        }
        int line = cursorLine;
        int column = 1;
        for (int at = cursor; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (c == ' ' || c == '\r') {
                column++;
            } else {
                return new Place(line, column);
            }
        }
        return sign;
    }
}
