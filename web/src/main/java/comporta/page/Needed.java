package comporta.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the page at an address asks the API for as soon as it runs, so that the answers come while its modules are still on their way. Pure.
 */
final class Needed {
    /** What needs no escaping anywhere: in addresses, in HTML, in JavaScript. */
    private static final Pattern PLAIN = Pattern.compile("(?=[^.]|\\.+[^.])[A-Za-z0-9_.-]+");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private Needed() {}

    /**
     * Addresses below {@code /api/v1/}; of pages that are not for the first glance, or whose addresses are
     * unusual, only what all pages ask for.
     *
     * @param path without the slash that it begins with
     * @param isAsked whether words follow behind a question mark: these may choose something else
     */
    static List<String> by(String path, boolean isAsked) {
        var words = path.split("/", -1);
        List<String> needed = new ArrayList<>(List.of("session", "problems"));
        switch (words[0]) {
            case "", "night" -> night(words, needed);
            case "dags" -> {
                if (words.length == 1 && !isAsked) {
                    needed.add("dags?limit=50");
                } else if (words.length > 1 && List.of(words).stream().allMatch(each -> PLAIN.matcher(each).matches())) {
                    dag(words, isAsked, needed);
                }
            }
            default -> { }   // these are asked for when their page is there
        }
        return needed;
    }

    private static void night(String[] words, List<String> needed) {
        if (words.length == 1) {
            needed.add("night");
        } else if (words.length == 2 && DATE.matcher(words[1]).matches()) {
            needed.add("night?date=" + words[1]);
        }
    }

    private static void dag(String[] words, boolean isAsked, List<String> needed) {
        var dag = "dags/" + words[1];
        var tab = words.length > 2 ? words[2] : "";
        if (tab.equals("runs") && words.length > 3) {
            if (words.length == 4 && !isAsked) {
                needed.add(dag + "/runs/" + words[3] + "/timeline");
            }
            return;
        }
        needed.add(dag);
        switch (tab) {
            case "" -> needed.add(dag + "/grid?runs=30");
            case "runs" -> needed.add(dag + "/runs?limit=50");
            case "schedule" -> needed.add(dag + "/ticks");
            case "graph", "landing", "durations", "backfills" -> needed.add(dag + "/" + tab);
            default -> { }   // others depend on the day, or on what is chosen
        }
    }
}
