package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import comporta.dag.PlainData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Thrift's JSON protocol, written apart from the binary one: what both read alike is read right. */
final class ThriftJson {
    private ThriftJson() {}

    static ThriftMessage read(String json) {
        if (!(PlainData.fromJson(json) instanceof List<?> message) || message.size() != 5 || number(message.getFirst()) != 1) {
            throw new ThriftBroken("no message of Thrift's JSON protocol");
        }
        return new ThriftMessage(
                String.valueOf(message.get(1)), ThriftMessage.Kind.of((int) number(message.get(2))), (int) number(message.get(3)),
                struct(message.get(4)));
    }

    static String write(ThriftMessage message) {
        return PlainData.toJson(List.of(
                1, message.method(), message.kind().number(), message.sequence(), plain(message.body())));
    }

    private static Struct struct(Object json) {
        var fields = new TreeMap<Integer, ThriftValue>();
        map(json).forEach((id, typed) -> {
            var only = map(typed).entrySet().iterator().next();
            fields.put(Integer.valueOf(String.valueOf(id)), value(String.valueOf(only.getKey()), only.getValue()));
        });
        return new Struct(fields);
    }

    private static ThriftValue value(String type, Object json) {
        return switch (type) {
            case "tf" -> new ThriftValue.Bool(number(json) != 0);
            case "i8" -> new ThriftValue.I8((byte) number(json));
            case "i16" -> new ThriftValue.I16((short) number(json));
            case "i32" -> new ThriftValue.I32((int) number(json));
            case "i64" -> new ThriftValue.I64(number(json));
            case "dbl" -> new ThriftValue.Real(new BigDecimal(json.toString()).doubleValue());
            case "str" -> new ThriftValue.Text(json.toString());
            case "rec" -> struct(json);
            case "lst", "set" -> items(type.equals("set"), (List<?>) json);
            case "map" -> table((List<?>) json);
            default -> throw new ThriftBroken("no type " + type);
        };
    }

    private static ThriftValue items(boolean isSet, List<?> json) {
        var type = String.valueOf(json.getFirst());
        var items = new ArrayList<ThriftValue>();
        json.subList(2, json.size()).forEach(item -> items.add(value(type, item)));
        if (items.size() != number(json.get(1))) {
            throw new ThriftBroken("a list of another length than it says");
        }
        return new ThriftValue.Items(isSet, type(type), items);
    }

    private static ThriftValue table(List<?> json) {
        var keys = String.valueOf(json.get(0));
        var values = String.valueOf(json.get(1));
        var entries = new LinkedHashMap<ThriftValue, ThriftValue>();
        map(json.get(3)).forEach((key, value) -> entries.put(value(keys, key), value(values, value)));
        return new ThriftValue.Table(type(keys), type(values), entries);
    }

    private static Object plain(ThriftValue value) {
        return switch (value) {
            case ThriftValue.Bool bool -> bool.value() ? 1 : 0;
            case ThriftValue.I8 number -> number.value();
            case ThriftValue.I16 number -> number.value();
            case ThriftValue.I32 number -> number.value();
            case ThriftValue.I64 number -> number.value();
            case ThriftValue.Real real -> BigDecimal.valueOf(real.value());
            case ThriftValue.Text text -> text.value();
            case Struct struct -> {
                var fields = new LinkedHashMap<String, Object>();
                struct.fields().forEach((id, field) -> fields.put(id.toString(), Map.of(word(ThriftType.of(field)), plain(field))));
                yield fields;
            }
            case ThriftValue.Items items -> {
                var list = new ArrayList<Object>(List.of(word(items.of()), items.items().size()));
                items.items().forEach(item -> list.add(plain(item)));
                yield list;
            }
            case ThriftValue.Table table -> {
                var entries = new LinkedHashMap<String, Object>();
                table.entries().forEach((key, item) -> entries.put(String.valueOf(plain(key)), plain(item)));
                yield List.of(word(table.keys()), word(table.values()), entries.size(), entries);
            }
        };
    }

    private static Map<String, String> types() {
        return Map.of(
                "tf", "BOOL", "i8", "I8", "i16", "I16", "i32", "I32", "i64", "I64", "dbl", "REAL", "str", "TEXT", "rec", "STRUCT", "lst", "LIST",
                "set", "SET");
    }

    private static ThriftType type(String word) {
        return ThriftType.valueOf(Objects.requireNonNull(types().get(word)));
    }

    private static String word(ThriftType type) {
        return type == ThriftType.TABLE
                ? "map"
                : types().entrySet().stream().filter(entry -> entry.getValue().equals(type.name())).findFirst().orElseThrow().getKey();
    }

    private static Map<?, ?> map(Object json) {
        return (Map<?, ?>) json;
    }

    private static long number(Object json) {
        return ((Number) json).longValue();
    }
}
