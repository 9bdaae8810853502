package comporta.cluster;

import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A policy document. Equal are two that grant the same: IAM gives them back with one action out of a list, and lists in any order. */
public final class Policy {
    private final String json;
    private final Object meaning;

    private Policy(Object document) {
        json = PlainData.toJson(document);
        meaning = meaning(document, "");
    }

    /** That document, as plain data. */
    public static Policy of(Map<String, Object> document) {
        return new Policy(document);
    }

    /**
     * Of JSON.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Policy parse(String json) {
        return new Policy(PlainData.mapFromJson(json));
    }

    private static Object meaning(@Nullable Object part, String key) {
        return switch (part) {
            case null -> List.of();
            case Map<?, ?> map -> {
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((name, value) -> sorted.put(String.valueOf(name), meaning(value, String.valueOf(name))));
                yield key.equals("Statement") ? List.of(sorted) : sorted;
            }
            case List<?> list -> {
                var all = new ArrayList<Object>();
                list.forEach(each -> all.add(each instanceof Map ? meaning(each, "") : String.valueOf(each)));
                all.sort(Comparator.comparing(Object::toString));
                yield all.stream().distinct().toList();
            }
            case Object one -> List.of(String.valueOf(one));
        };
    }

    /** As it is sent. */
    String json() {
        return json;
    }

    /** Statements that it has and the other lacks, one a line. */
    List<String> beyond(Policy other) {
        var theirs = other.statements();
        return statements().stream().filter(each -> !theirs.contains(each)).map(PlainData::toJson).toList();
    }

    private List<Object> statements() {
        return meaning instanceof Map<?, ?> map && map.get("Statement") instanceof List<?> list ? new ArrayList<>(list) : List.of(meaning);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Policy policy && policy.meaning.equals(meaning);
    }

    @Override
    public int hashCode() {
        return meaning.hashCode();
    }

    @Override
    public String toString() {
        return json;
    }
}
