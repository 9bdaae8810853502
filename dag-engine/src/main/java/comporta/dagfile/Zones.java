package comporta.dagfile;

import comporta.dag.Misspelt;
import comporta.dag.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.TreeSet;

/** Names of time zones. */
final class Zones {
    private Zones() {}

    /** @throws Misspelt when {@code text} is no name of the IANA database */
    static void check(String text) {
        try {
            var id = ZoneId.of(text).getId();
            if (id.indexOf('+') < 0 && (id.indexOf('-') < 0 || id.indexOf('/') >= 0)) {
                return;
            }
        } catch (DateTimeException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static Misspelt wrong(String text) {
        var all = new TreeSet<>(ZoneId.getAvailableZoneIds());
        var folded = text.replace(' ', '_');
        for (var zone : all) {
            if (zone.regionMatches(true, zone.lastIndexOf('/') + 1, folded, 0,
                    Math.max(folded.length(), zone.length() - zone.lastIndexOf('/') - 1))
                    || zone.equalsIgnoreCase(folded)) {
                return wrong(text, "Did you mean " + zone + "?");
            }
        }
        return wrong(
                text,
                Suggestion.nearest(folded, all)
                        .map(zone -> "Did you mean " + zone + "?")
                        .orElse("Use an IANA name such as America/Sao_Paulo or UTC"));
    }

    private static Misspelt wrong(String text, String fix) {
        return new Misspelt("bad-zone", "there is no time zone " + Node.Scalar.quoted(text), fix);
    }
}
