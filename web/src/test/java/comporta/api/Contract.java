package comporta.api;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the description promises, and whether an answer keeps it. */
final class Contract {
    private final Map<String, Object> document;
    private final Map<String, Schema> schemas = new HashMap<>();

    Contract(Map<String, Object> document) {
        this.document = document;
    }

    /** One thing that can be asked for. */
    record Operation(String method, String path, Map<String, Object> told) {}

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        PlainData.block(document, "paths").forEach((path, methods) -> map(methods).forEach(
                (method, told) -> operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, map(told)))));
        return operations;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object data) {
        return data == null ? Map.of() : (Map<String, Object>) data;
    }

    /** The schema that a reference leads to, or the schema itself. */
    Map<String, Object> resolved(Map<String, Object> schema) {
        return schema.get("$ref") instanceof String reference
                ? map(PlainData.block(PlainData.block(document, "components"), "schemas").get(reference.substring(reference.lastIndexOf('/') + 1)))
                : schema;
    }

    /** What is wrong with an answer; empty: nothing. */
    List<String> faults(Operation operation, Client.Reply reply) {
        var responses = PlainData.block(operation.told(), "responses");
        if (!responses.containsKey(Integer.toString(reply.status()))) {
            return List.of("status " + reply.status() + " is not described; described are " + responses.keySet());
        }
        var content = PlainData.block(map(responses.get(Integer.toString(reply.status()))), "content");
        if (content.isEmpty()) {
            return reply.body().isEmpty() ? List.of() : List.of("a body where none is described: " + reply.body());
        }
        var type = reply.header("Content-Type").split(";", 2)[0];
        if (!content.containsKey(type)) {
            return List.of("type " + type + " is not described; described are " + content.keySet());
        }
        if (!type.endsWith("json")) {
            return List.of();
        }
        var schema = PlainData.block(map(content.get(type)), "schema");
        return schemas.computeIfAbsent(PlainData.toJson(schema), _ -> compiled(schema))
                .validate(reply.body(), InputFormat.JSON).stream().map(fault -> fault + " in " + reply.body()).toList();
    }

    Schema compiled(Map<String, Object> schema) {
        var whole = new LinkedHashMap<>(schema);
        whole.put("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(PlainData.toJson(whole), InputFormat.JSON);
    }
}
