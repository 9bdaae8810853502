package comporta.decide;

import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Words for people that programs can translate.
 *
 * @param code what is said
 * @param args of whom and what, as plain data
 * @param text the same in English, ready to show
 */
public record Phrase(String code, Map<String, Object> args, String text) {
    public Phrase {
        args = PlainData.ordered(args);
    }

    /** The same as plain data. */
    public Map<String, Object> data() {
        var data = new LinkedHashMap<String, Object>();
        data.put("code", code);
        data.put("args", args);
        data.put("text", text);
        return data;
    }
}
