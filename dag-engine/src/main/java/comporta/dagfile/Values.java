package comporta.dagfile;

import comporta.dag.Ids;
import comporta.dag.Misspelt;
import comporta.dag.Suggestion;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import comporta.dagfile.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into plain data by the key tables. What does not fit is told and left out, so that reading goes on. Texts, and all that is
 * spelt in an own way (durations, sizes, …), stay as written.
 */
final class Values {
    private final Problems problems;
    private final KeyChecks keys;

    Values(Problems problems) {
        this.problems = problems;
        keys = new KeyChecks(problems);
    }

    /**
     * The keys of a map that fit their types.
     *
     * @param owner names the map in messages: {@code task "a"}, or the name of the block
     * @param holder place of the key that holds the map, where a missing key is told
     */
    Map<String, Object> block(String owner, Type.Block type, Mapping node, Place holder) {
        return block(owner, type, List.of(type.keys()), node, holder);
    }

    /** The same with keys of several tables, of which {@code type} is one. */
    Map<String, Object> block(String owner, Type.Block type, List<List<Key>> tables, Mapping node, Place holder) {
        var values = LinkedHashMap.<String, Object>newLinkedHashMap(node.entries().size());
        for (var entry : node.entries().values()) {
            var key = KeyChecks.find(tables, entry.name());
            var value = entry.value();
            if (key == null) {
                key = KeyChecks.findFormer(tables, entry.name());
                if (key == null) {
                    keys.unknown(owner, type, tables, entry);
                    continue;
                }
                if (values.containsKey(key.name()) || node.entry(key.name()) != null) {
                    problems.error(entry.key().place(), "both-keys",
                            "\"" + entry.name() + "\" and \"" + key.name() + "\" say the same", "Keep " + key.name());
                    continue;
                }
                value = FormerNames.valueOf(entry);
                problems.warning(entry.key().place(), "deprecated", "\"" + entry.name() + "\" is now called \"" + key.name() + "\"",
                        "Write " + key.name());
            }
            var read = read(key.name(), key.type(), key.template(), value, entry.key().place());
            if (read != null) {
                values.put(key.name(), read);
            } else {
                problems.spoilt(owner, key.name());
            }
        }
        keys.missing(owner, tables, node, holder);
        for (var choice : type.choices()) {
            keys.choose(owner, choice, node, holder);
        }
        return values;
    }

    /**
     * The value as plain data; null: it does not fit, and a problem says why.
     *
     * @param holder place of the key that holds it
     */
    @Nullable Object read(String key, Type type, boolean template, Node node, Place holder) {
        return switch (type) {
            case Type.AnyOf(var types) -> read(key, byShape(types, node), template, node, holder);
            case Type.ListOf list -> list(key, list, template, node, holder);
            case Type.MapOf map -> node instanceof Mapping entries ? map(key, map, template, entries) : wrong(key, type, node);
            case Type.Block block -> node instanceof Mapping map ? block(key, block, map, holder) : wrong(key, type, node);
            case Type.Plain _ -> plain(node, template ? null : key);
            case Type.Apart _ -> null;
            case Type.Text _,
                    Type.Prose _,
                    Type.Spelt _,
                    Type.Word _,
                    Type.Whole _,
                    Type.Real _,
                    Type.Truth _,
                    Type.Expression _ -> node instanceof Scalar scalar ? text(key, type, template, scalar) : wrong(key, type, node);
        };
    }

    private @Nullable Object text(String key, Type type, boolean template, Scalar scalar) {
        if (scalar.plain() && scalar.text().isEmpty()) {
            return wrong(key, type, scalar);
        }
        var text = scalar.text();
        if (type instanceof Type.Prose) {
            return text;
        }
        if (text.contains("{{")) {
            if (template) {
                return text;
            }
            problems.error(scalar.place(), "template-not-allowed",
                    "\"" + key + "\" cannot hold a template: it is read when the file is loaded",
                    key.equals("depends_on")
                            ? "Write the id, or use branch or when"
                            : "Write the value itself, e.g. " + TypeWords.example(key, type));
            return null;
        }
        return switch (type) {
            case Type.Spelt(var spelling) -> spelt(key, spelling, scalar);
            case Type.Word(var words) -> {
                if (words.contains(text)) {
                    yield text;
                }
                problems.error(scalar.place(), "bad-value", "\"" + key + "\" cannot be " + Scalar.quoted(text),
                        Suggestion.didYouMean(text, words, "Use " + TypeWords.joined(words, "or")));
                yield null;
            }
            case Type.Whole whole -> {
                var number = scalar.plain() ? Numbers.integer(text) : null;
                yield number == null
                        ? wrong(key, type, scalar)
                        : inRange(key, scalar, number, (double) whole.least(), (double) whole.most());
            }
            case Type.Real real -> {
                var number = scalar.plain() ? Numbers.number(text) : null;
                yield number == null ? wrong(key, type, scalar) : inRange(key, scalar, number, real.least(), real.most());
            }
            case Type.Truth _ -> {
                var truth = scalar.plain() ? truth(text) : null;
                yield truth == null ? wrong(key, type, scalar) : truth;
            }
            case Type.Text _, Type.Prose _, Type.Expression _ -> text;
            case Type.ListOf _, Type.MapOf _, Type.Block _, Type.AnyOf _, Type.Plain _, Type.Apart _ ->
                throw new IllegalStateException("no text: " + type);
        };
    }

    private @Nullable String spelt(String key, Spelling spelling, Scalar scalar) {
        try {
            spelling.check(key, scalar.text());
            return scalar.text();
        } catch (Misspelt e) {
            problems.error(scalar.place(), e.id(), e.what(), e.fix());
            return null;
        }
    }

    private @Nullable Number inRange(String key, Scalar scalar, Number number, double least, double most) {
        double value = number.doubleValue();
        if (value >= least && value <= most) {
            return number;
        }
        boolean open = most >= Integer.MAX_VALUE;
        var fix = least == 0 && most == 1 && value > 1 && value <= 100
                ? "For " + scalar.text() + " % write " + Double.toString(value / 100)
                : open
                ? "Write " + TypeWords.shown(least) + " or more"
                : "Write a number from " + TypeWords.shown(least) + " to " + TypeWords.shown(most);
        problems.error(scalar.place(), "out-of-range",
                "\"" + key + "\" is " + scalar.text() + ", and must be "
                        + (open
                                ? "at least " + TypeWords.shown(least)
                                : "between " + TypeWords.shown(least) + " and " + TypeWords.shown(most)),
                fix);
        return null;
    }

    private @Nullable List<Object> list(String key, Type.ListOf type, boolean template, Node node, Place holder) {
        if (!(node instanceof Sequence sequence)) {
            boolean mayBeAlone = type.alone() && (!(node instanceof Mapping) || !TypeWords.blocksIn(type.item()).isEmpty());
            var item = mayBeAlone ? read(key, type.item(), template, node, holder) : wrong(key, type, node);
            return item == null ? null : List.of(item);
        }
        var list = new ArrayList<Object>(sequence.items().size());
        for (var item : sequence.items()) {
            var value = read(key, type.item(), template, item, item.place());
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private Map<String, Object> map(String key, Type.MapOf type, boolean template, Mapping node) {
        var map = LinkedHashMap.<String, Object>newLinkedHashMap(node.entries().size());
        for (var entry : node.entries().values()) {
            if (fits(type.names(), entry.key())) {
                var value = read(key + "." + entry.name(), type.value(), template, entry.value(), entry.key().place());
                if (value != null) {
                    map.put(entry.name(), value);
                }
            }
        }
        return map;
    }

    /** Whether a name is spelt right; if not, it is told. */
    boolean fits(Type.MapOf.Names names, Scalar name) {
        return switch (names) {
            case ANY -> true;
            case ID -> spelt(name.text(), Spelling.ID, name) != null;
            case NAME -> Ids.isName(name.text()) || spelt(name.text(), Spelling.NAME, name) != null;
        };
    }

    /** Any value; {@code noTemplates} names the key of one where templates may not stand. Null for null: callers leave it out. */
    @Nullable Object plain(Node node, @Nullable String noTemplates) {
        return switch (node) {
            case Scalar scalar -> {
                if (noTemplates != null && scalar.text().contains("{{")) {
                    problems.error(scalar.place(), "template-not-allowed",
                            "\"" + noTemplates + "\" cannot hold a template: it is read when the file is loaded", "Write the value itself");
                }
                yield plain(scalar);
            }
            case Sequence sequence -> {
                var list = new ArrayList<@Nullable Object>(sequence.items().size());
                for (var item : sequence.items()) {
                    list.add(plain(item, noTemplates));
                }
                yield list;
            }
            case Mapping mapping -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (var entry : mapping.entries().values()) {
                    map.put(entry.name(), plain(entry.value(), noTemplates));
                }
                yield map;
            }
        };
    }

    /** What YAML 1.2 reads a text as. */
    static @Nullable Object plain(Scalar scalar) {
        if (!scalar.plain()) {
            return scalar.text();
        }
        if (scalar.isNull()) {
            return null;
        }
        var truth = truth(scalar.text());
        if (truth != null) {
            return truth;
        }
        var number = Numbers.number(scalar.text());
        return number != null ? number : scalar.text();
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> null;
        };
    }

    /** The type that is written in the shape of the node, or the first. */
    private static Type byShape(List<Type> types, Node node) {
        for (var type : types) {
            boolean fits = switch (node) {
                case Mapping _ -> type instanceof Type.Block || type instanceof Type.MapOf;
                case Sequence _ -> type instanceof Type.ListOf;
                case Scalar _ -> !(type instanceof Type.Block || type instanceof Type.MapOf)
                        && !(type instanceof Type.ListOf list && !list.alone());
            };
            if (fits) {
                return type;
            }
        }
        return types.getFirst();
    }

    private @Nullable Object wrong(String key, Type type, Node node) {
        problems.error(node.place(), "wrong-type", "\"" + key + "\" wants " + TypeWords.inWords(type) + ", and this is " + node.inWords(),
                "Write e.g. " + TypeWords.example(key, type));
        return null;
    }
}
