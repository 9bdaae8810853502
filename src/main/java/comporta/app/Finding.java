package comporta.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an examination found out about one part.
 *
 * @param fix what to do; empty where nothing is to be done
 */
record Finding(String part, State state, String what, String fix) {
    /** How bad it is. */
    enum State {
        OK,
        /** It works, and may not for long or not in all cases. */
        WARNING,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String part, String what) {
        return new Finding(part, State.OK, what, "");
    }

    static Finding warning(String part, String what, String fix) {
        return new Finding(part, State.WARNING, what, fix);
    }

    static Finding failed(String part, String what, String fix) {
        return new Finding(part, State.FAILED, what, fix);
    }

    Map<String, Object> toData() {
        var data = new LinkedHashMap<String, Object>();
        data.put("part", part);
        data.put("state", state.word());
        data.put("what", what);
        data.put("fix", fix);
        return data;
    }
}
