package comporta.app;

import comporta.dag.Calendar;
import comporta.dag.PlainData;
import comporta.dagfile.CalendarFolder;
import comporta.dagfile.KnownNames;
import comporta.dagfile.KnownNames.Kind;
import comporta.dagfile.Outside;
import comporta.store.Store;
import comporta.store.StoredConnection;
import comporta.store.StoredVariable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.function.Supplier;

/** What DAG files of a server may name: what its tables and its configuration define. Any pool may be named: it has the usual size. */
final class StoredOutside implements Supplier<Outside> {
    private final Store store;
    private final Configuration configuration;

    StoredOutside(Store store, Configuration configuration) {
        this.store = store;
        this.configuration = configuration;
    }

    @Override
    public Outside get() {
        var calendars = new HashMap<String, Calendar>();
        for (var stored : store.calendars().all()) {
            var calendar = CalendarFolder.read(stored.name(), stored.name(), stored.text().getBytes(StandardCharsets.UTF_8)).calendar();
            if (calendar != null) {
                calendars.put(stored.name(), calendar);
            }
        }
        var names = KnownNames.NONE
                .with(Kind.VARIABLE, store.variables().all().stream().map(StoredVariable::name).toList())
                .with(Kind.CONNECTION, store.connections().all().stream().map(StoredConnection::name).toList())
                .with(Kind.TARGET, PlainData.block(configuration.values(), "notifications").keySet())
                .with(Kind.BACKEND, configuration.backends().keySet());
        return new Outside(names, calendars);
    }
}
