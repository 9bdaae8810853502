package comporta.simulate;

import comporta.template.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts in which what reads an unknown name is replaced by its own words. */
final class StandInTexts {
    private final KnownNames names;
    private final Inventions inventions;

    StandInTexts(KnownNames names, Inventions inventions) {
        this.names = names;
        this.inventions = inventions;
    }

    Map<String, String> env(Map<String, String> written) {
        var env = new LinkedHashMap<>(written);
        env.replaceAll((_, text) -> text(text));
        return env;
    }

    Map<String, Object> settings(Map<String, Object> written) {
        var settings = new LinkedHashMap<>(written);
        settings.replaceAll((_, value) -> tree(value));
        return settings;
    }

    private @Nullable Object tree(@Nullable Object value) {
        return switch (value) {
            case String text -> text(text);
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, inner) -> copy.put(String.valueOf(key), tree(inner)));
                yield copy;
            }
            case List<?> list -> list.stream().map(this::tree).collect(Collectors.toList());
            case null -> null;
            default -> value;
        };
    }

    private String text(String text) {
        if (!Templates.hasTemplate(text)) {
            return text;
        }
        Templates.pathsIn(text, names.tasks()).stream()
                .filter(path -> !names.hasValue(path))
                .forEach(path -> inventions.name(String.join(".", path)));
        return Templates.inWordsUnless(names::hasValue, text, names.tasks());
    }
}
