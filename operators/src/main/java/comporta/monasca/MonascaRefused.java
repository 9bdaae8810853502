package comporta.monasca;

import comporta.dag.PlainData;
import comporta.job.Reply;
import java.util.Map;

/** Monasca answered, and not with what was asked for: the call is wrong as it is, or nobody may make it. */
public final class MonascaRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    MonascaRefused(Reply.Answer answer) {
        super(words(answer));
        status = answer.status();
    }

    /** As HTTP says it. */
    public int status() {
        return status;
    }

    private static String words(Reply.Answer answer) {
        try {
            var said = PlainData.mapFromJson(answer.text());
            var what = said.size() == 1 && said.values().iterator().next() instanceof Map<?, ?> inner ? PlainData.plain(inner) : said;
            var text = what.getOrDefault("description", what.getOrDefault("message", what.get("title")));
            return "Monasca refuses (" + answer.status() + "): " + text + ("Forbidden".equals(what.get("title"))
                    ? ". Give the user the role monasca-user" : "");
        } catch (IllegalArgumentException e) {
            return "Monasca refuses: " + answer;
        }
    }
}
