package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.CalendarFolder;
import comporta.dagfile.KnownNames;
import comporta.dagfile.KnownNames.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names that DAG files may use and that are defined outside of them. Whatever nobody defines here may be defined elsewhere. */
final class OutsideNames {
    private OutsideNames() {}

    /** What the configuration, {@code local.yaml} and the calendars beside a file define. */
    static KnownNames of(Path dagFile, Configuration configuration, Map<String, String> environment) {
        var known = localValues(dagFile, configuration, environment);
        if (configuration.values().containsKey("notifications")) {
            known = known.with(Kind.TARGET, PlainData.block(configuration.values(), "notifications").keySet());
        }
        if (configuration.values().containsKey("backends")) {
            known = known.with(Kind.BACKEND, configuration.backends().keySet());
        }
        var calendars = CalendarFolder.above(dagFile);
        return calendars.isPresent() ? known.with(Kind.CALENDAR, calendars.get().names()) : known;
    }

    private static KnownNames localValues(Path dagFile, Configuration configuration, Map<String, String> environment) {
        var known = KnownNames.NONE;
        Map<String, Object> beside;
        LocalValues all;
        try {
            beside = LocalValues.beside(dagFile);
            all = LocalValues.load(dagFile, configuration, environment, Map.of());
        } catch (UsageException wrong) {
            return known;       // the run that needs it tells what is wrong with local.yaml
        }
        if (configuration.values().containsKey("variables") || beside.containsKey("variables")) {
            known = known.with(Kind.VARIABLE, all.variables().keySet());
        }
        if (configuration.values().containsKey("connections") || beside.containsKey("connections")) {
            known = known.with(Kind.CONNECTION, all.connections().keySet());
        }
        return known;
    }

    /** The DAGs of a whole folder; not known when a file does not tell the name of its DAG. */
    static KnownNames ofFolder(List<DagSources.Source> sources) {
        var names = sources.stream().map(DagSources.Source::nameOfDag).toList();
        return names.stream().allMatch(Optional::isPresent)
                ? KnownNames.NONE.with(Kind.DAG, names.stream().flatMap(Optional::stream).toList())
                : KnownNames.NONE;
    }
}
