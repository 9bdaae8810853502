package comporta;

import java.util.List;
import java.util.Map;

/** What a run can be given, an answer must hold, and a parameter is made of. */
interface Params {

    /** A value with a name and a type. */
    interface Param {}

    /** A text. */
    final class StringParam extends ParamKeys<StringParam> {
        StringParam(String name) {
            super(name, "string");
        }

        /** Value of a run that is given none. */
        public StringParam defaultValue(String value) {
            return put("default", value);
        }

        /** Fewest characters. */
        public StringParam minLength(int minLength) {
            return put("min_length", minLength);
        }

        /** Most characters. */
        public StringParam maxLength(int maxLength) {
            return put("max_length", maxLength);
        }

        /** Regular expression that the whole text matches. */
        public StringParam pattern(String pattern) {
            return put("pattern", pattern);
        }
    }

    /** An integer. */
    final class IntegerParam extends ParamKeys<IntegerParam> {
        IntegerParam(String name) {
            super(name, "integer");
        }

        /** Value of a run that is given none. */
        public IntegerParam defaultValue(long value) {
            return put("default", value);
        }

        /** The same as a template. */
        public IntegerParam defaultValue(String template) {
            return put("default", template);
        }

        /** Least value. */
        public IntegerParam minimum(double minimum) {
            return put("minimum", minimum);
        }

        /** Greatest value. */
        public IntegerParam maximum(double maximum) {
            return put("maximum", maximum);
        }
    }

    /** A number. */
    final class NumberParam extends ParamKeys<NumberParam> {
        NumberParam(String name) {
            super(name, "number");
        }

        /** Value of a run that is given none. */
        public NumberParam defaultValue(double value) {
            return put("default", value);
        }

        /** The same as a template. */
        public NumberParam defaultValue(String template) {
            return put("default", template);
        }

        /** Least value. */
        public NumberParam minimum(double minimum) {
            return put("minimum", minimum);
        }

        /** Greatest value. */
        public NumberParam maximum(double maximum) {
            return put("maximum", maximum);
        }
    }

    /** True or false. */
    final class BooleanParam extends ParamKeys<BooleanParam> {
        BooleanParam(String name) {
            super(name, "boolean");
        }

        /** Value of a run that is given none. */
        public BooleanParam defaultValue(boolean value) {
            return put("default", value);
        }

        /** The same as a template. */
        public BooleanParam defaultValue(String template) {
            return put("default", template);
        }
    }

    /** A date. */
    final class DateParam extends ParamKeys<DateParam> {
        DateParam(String name) {
            super(name, "date");
        }

        /** Value of a run that is given none. */
        public DateParam defaultValue(String value) {
            return put("default", value);
        }
    }

    /** One of some choices. */
    final class EnumParam extends ParamKeys<EnumParam> {
        EnumParam(String name) {
            super(name, "enum");
        }

        /** Value of a run that is given none. */
        public EnumParam defaultValue(String value) {
            return put("default", value);
        }

        /** The choices. */
        public EnumParam values(String... values) {
            return putAll("values", List.of(values));
        }
    }

    /** A list. */
    final class ListParam extends ParamKeys<ListParam> {
        ListParam(String name) {
            super(name, "list");
        }

        /** Value of a run that is given none. */
        public ListParam defaultValue(List<?> value) {
            return put("default", value);
        }

        /** What each item must be; the name of that parameter does not matter. */
        public ListParam items(Param items) {
            return put("items", items);
        }

        /** Fewest items. */
        public ListParam minItems(int minItems) {
            return put("min_items", minItems);
        }

        /** Most items. */
        public ListParam maxItems(int maxItems) {
            return put("max_items", maxItems);
        }

        /** No item stands twice; false when absent. */
        public ListParam uniqueItems(boolean uniqueItems) {
            return put("unique_items", uniqueItems);
        }
    }

    /** A map. */
    final class ObjectParam extends ParamKeys<ObjectParam> {
        ObjectParam(String name) {
            super(name, "object");
        }

        /** Value of a run that is given none. */
        public ObjectParam defaultValue(Map<String, ?> value) {
            return put("default", value);
        }

        /** What each property must be. */
        public ObjectParam properties(Param... properties) {
            return add("properties", List.of(properties));
        }

        /** Properties that must be there. */
        public ObjectParam required(String... required) {
            return putAll("required", List.of(required));
        }

        /** Whether other properties may be there; true when absent. */
        public ObjectParam additional(boolean additional) {
            return put("additional", additional);
        }
    }
}
