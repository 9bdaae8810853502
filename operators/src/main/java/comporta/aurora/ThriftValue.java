package comporta.aurora;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value as Thrift sends it. Enums are {@link I32}; unions are structs with one field. */
sealed interface ThriftValue {

    record Bool(boolean value) implements ThriftValue {}

    record I8(byte value) implements ThriftValue {}

    record I16(short value) implements ThriftValue {}

    record I32(int value) implements ThriftValue {}

    record I64(long value) implements ThriftValue {}

    record Real(double value) implements ThriftValue {}

    record Text(String value) implements ThriftValue {}

    /** A list or a set: they differ by one byte on the wire, and a set's order means nothing. */
    record Items(boolean isSet, ThriftType of, List<ThriftValue> items) implements ThriftValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A map; keys in the order of writing. */
    record Table(ThriftType keys, ThriftType values, Map<ThriftValue, ThriftValue> entries) implements ThriftValue {
        public Table {
            entries = Collections.unmodifiableMap(entries);
        }
    }

    /** Fields by id. Absent fields read as empty, 0 or false: nothing is required of a sender. */
    record Struct(SortedMap<Integer, ThriftValue> fields) implements ThriftValue {
        static final Struct EMPTY = new Struct(new TreeMap<>());

        public Struct {
            fields = Collections.unmodifiableSortedMap(fields);
        }

        static Builder with() {
            return new Builder();
        }

        boolean has(int id) {
            return fields.containsKey(id);
        }

        /** Empty when absent, or something else. */
        String text(int id) {
            return fields.get(id) instanceof Text text ? text.value() : "";
        }

        boolean truth(int id) {
            return fields.get(id) instanceof Bool bool && bool.value();
        }

        /** The field's number, or {@code otherwise} when absent. */
        int number(int id, int otherwise) {
            return fields.get(id) instanceof I32 number ? number.value() : otherwise;
        }

        long number64(int id) {
            return fields.get(id) instanceof I64 number ? number.value() : 0;
        }

        double real(int id) {
            return fields.get(id) instanceof Real real ? real.value() : 0;
        }

        Struct struct(int id) {
            return fields.get(id) instanceof Struct struct ? struct : EMPTY;
        }

        /** The structs of a list or set. */
        List<Struct> structs(int id) {
            return items(id).stream().filter(Struct.class::isInstance).map(Struct.class::cast).toList();
        }

        List<ThriftValue> items(int id) {
            return fields.get(id) instanceof Items items ? items.items() : List.of();
        }

        Map<ThriftValue, ThriftValue> table(int id) {
            return fields.get(id) instanceof Table table ? table.entries() : Map.of();
        }
    }

    /** Writes a struct field by field; a null value leaves its field out. */
    final class Builder {
        private final SortedMap<Integer, ThriftValue> fields = new TreeMap<>();

        Builder text(int id, @Nullable String value) {
            return value == null ? this : value(id, new Text(value));
        }

        Builder truth(int id, boolean value) {
            return value(id, new Bool(value));
        }

        Builder number(int id, int value) {
            return value(id, new I32(value));
        }

        Builder number64(int id, long value) {
            return value(id, new I64(value));
        }

        Builder real(int id, double value) {
            return value(id, new Real(value));
        }

        Builder struct(int id, @Nullable Struct value) {
            return value == null ? this : value(id, value);
        }

        Builder texts(int id, Iterable<String> values) {
            return set(id, ThriftType.TEXT, values, Text::new);
        }

        Builder numbers(int id, Iterable<Integer> values) {
            return set(id, ThriftType.I32, values, I32::new);
        }

        Builder structs(int id, Iterable<Struct> values) {
            return set(id, ThriftType.STRUCT, values, value -> value);
        }

        Builder list(int id, List<Struct> values) {
            return value(id, new Items(false, ThriftType.STRUCT, List.copyOf(values)));
        }

        Builder noTexts(int id) {
            return value(id, new Table(ThriftType.TEXT, ThriftType.TEXT, Map.of()));
        }

        private <T> Builder set(int id, ThriftType type, Iterable<T> values, Function<T, ? extends ThriftValue> as) {
            var items = new ArrayList<ThriftValue>();
            values.forEach(value -> items.add(as.apply(value)));
            return value(id, new Items(true, type, items));
        }

        Builder value(int id, ThriftValue value) {
            fields.put(id, value);
            return this;
        }

        Struct build() {
            return new Struct(new TreeMap<>(fields));
        }
    }
}
