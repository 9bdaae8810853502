package comporta.dag;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/** The JSON of {@link PlainData}, apart from it so that who needs none does not load a parser. */
final class JsonText {
    private static final int LEVELS = 500;

    /** As many levels as it writes, it reads; names of any length. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(LEVELS).maxNameLength(Integer.MAX_VALUE).build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(LEVELS).build())
            .build();

    private JsonText() {}

    /**
     * Compact JSON.
     *
     * @throws IllegalArgumentException when it is nested too deeply
     */
    static String write(@Nullable Object data) {
        var text = new StringWriter();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(data, out);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is nested deeper than " + LEVELS + " levels", e);
        }
        return PlainData.whole(text.toString());
    }

    /** @throws IllegalArgumentException when it is not JSON, or more than one value */
    static @Nullable Object read(String json) {
        try (var in = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (in.nextToken() == null) {
                throw new IllegalArgumentException("this is not JSON: it is empty");
            }
            var read = read(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("this is not JSON: something stands behind its end");
            }
            return read;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this is not JSON: " + place(e) + e.getOriginalMessage().replaceFirst(" \\(start marker at .*", ""), e);
        }
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    private static void write(@Nullable Object data, JsonGenerator out) {
        switch (data) {
            case null -> out.writeNull();
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, value) -> {
                    out.writeName(String.valueOf(name));
                    write(value, out);
                });
                out.writeEndObject();
            }
            case Iterable<?> list -> {
                out.writeStartArray();
                list.forEach(item -> write(item, out));
                out.writeEndArray();
            }
            default -> out.writeString(data.toString());
        }
    }

    private static @Nullable Object read(JsonParser in) {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? in.getBigIntegerValue() : (Object) in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(in));
                }
                yield Collections.unmodifiableList(list);
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    var name = in.currentName();
                    in.nextToken();
                    map.put(name, read(in));
                }
                yield Collections.unmodifiableMap(map);
            }
            default -> throw new IllegalArgumentException("this is not JSON: unexpected " + in.currentToken());
        };
    }
}
