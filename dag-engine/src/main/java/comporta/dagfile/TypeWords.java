package comporta.dagfile;

import java.util.ArrayList;
import java.util.List;

/** How types are spoken of, and values that fit them, for the messages to authors. */
final class TypeWords {
    private TypeWords() {}

    /** What the type wants: {@code an integer}, {@code a list}. */
    static String inWords(Type type) {
        return switch (type) {
            case Type.Text _, Type.Prose _ -> "text";
            case Type.Spelt(var spelling) -> spelling.inWords;
            case Type.Word _ -> "a word";
            case Type.Whole _ -> "an integer";
            case Type.Real _ -> "a number";
            case Type.Truth _ -> "true or false";
            case Type.Expression _ -> "an expression";
            case Type.ListOf _ -> "a list";
            case Type.MapOf _, Type.Block _, Type.Apart _ -> "a map";
            case Type.AnyOf(var types) -> inWords(types.getFirst());
            case Type.Plain _ -> "a value";
        };
    }

    /** The key with a value that fits. */
    static String example(Key key) {
        return example(key.name(), key.type());
    }

    static String example(String key, Type type) {
        return (key.lastIndexOf('.') < 0 ? key : key.substring(key.lastIndexOf('.') + 1)) + ": " + switch (key) {
            case "connection" -> "warehouse";
            case "backend" -> "mesos";
            case "dag" -> "nightly";
            case "run", "command" -> "echo hello";
            case "pool", "group" -> "models";
            case "expect" -> "2xx";
            default -> sample(type);
        };
    }

    private static String sample(Type type) {
        return switch (type) {
            case Type.Text _, Type.Prose _ -> "text";
            case Type.Spelt(var spelling) -> spelling.example;
            case Type.Word(var words) -> words.getFirst();
            case Type.Whole whole -> Long.toString(Math.clamp(2, whole.least(), whole.most()));
            case Type.Real real -> real.most() == 1 ? "0.4" : shown(Math.clamp(2, real.least(), real.most()));
            case Type.Truth _ -> "true";
            case Type.Expression _ -> "\"{{ params.full }}\"";
            case Type.ListOf list -> "[" + sample(list.item()) + "]";
            case Type.MapOf map -> "{" + (map.names() == Type.MapOf.Names.ID ? "id" : "NAME") + ": " + sample(map.value()) + "}";
            case Type.Block block -> {
                var first = block.keys().getFirst();
                yield "{" + first.name() + ": " + sample(first.type()) + "}";
            }
            case Type.AnyOf(var types) -> sample(types.getFirst());
            case Type.Plain _ -> "value";
            case Type.Apart(var what) -> "{" + (what.equals("tasks") ? "hello: {run: echo hello}" : "…") + "}";
        };
    }

    static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** {@code a, b or c}. */
    static String joined(List<String> words, String last) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " " + last + " " + words.getLast();
    }

    /** Blocks that may stand as a value of that type. */
    static List<Type.Block> blocksIn(Type type) {
        return switch (type) {
            case Type.Block block -> List.of(block);
            case Type.ListOf list -> blocksIn(list.item());
            case Type.AnyOf(var types) -> {
                var blocks = new ArrayList<Type.Block>();
                types.forEach(one -> blocks.addAll(blocksIn(one)));
                yield blocks;
            }
            case Type.Text _,
                    Type.Prose _,
                    Type.Spelt _,
                    Type.Word _,
                    Type.Whole _,
                    Type.Real _,
                    Type.Truth _,
                    Type.Expression _,
                    Type.MapOf _,
                    Type.Plain _,
                    Type.Apart _ -> List.of();
        };
    }
}
