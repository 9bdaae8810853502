package comporta.api;

import java.util.Map;

/** Words for people: {@code text} is English and ready to be shown; pages translate by {@code code}. */
record Text(String code, Map<String, Object> args, String text) {
    Text {
        args = Map.copyOf(args);
    }

    static Text of(String code, String text) {
        return new Text(code, Map.of(), text);
    }
}
