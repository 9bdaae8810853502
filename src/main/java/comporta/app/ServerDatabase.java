package comporta.app;

import comporta.store.Store;
import comporta.store.StoreAway;
import comporta.store.StoreFailed;
import comporta.store.StoreSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** Which database the schedulers keep their state in: what the configuration says, else a file of this machine alone. */
final class ServerDatabase {
    /** Where the build has put a database with all tables; see {@link Store#makeTemplate}. */
    static final String TEMPLATE_PROPERTY = "comporta.template";

    private ServerDatabase() {}

    /**
     * How it is opened.
     *
     * @throws UsageException when the configuration of it cannot be used
     */
    static StoreSettings of(Configuration configuration, Map<String, String> environment) {
        return RunDatabase.of(null, configuration, environment)
                .map(found -> StoreSettings.postgresql(Objects.requireNonNull(found.url()), found.user(), found.password(), owner()))
                .orElseGet(() -> h2(file(configuration), owner()));
    }

    /** A database file, which a first start need not make all tables of. */
    static StoreSettings h2(Path file, String owner) {
        var template = System.getProperty(TEMPLATE_PROPERTY);
        return StoreSettings.h2(file, owner).from(template == null ? null : Path.of(template));
    }

    /**
     * Does something with it.
     *
     * @throws UsageException when it cannot be used
     */
    static int use(Configuration configuration, Map<String, String> environment, ToIntFunction<StoreSettings> what) {
        return told(() -> what.applyAsInt(of(configuration, environment)));
    }

    /**
     * Does something with a database, whichever.
     *
     * @throws UsageException when it cannot be used
     */
    static int told(IntSupplier deed) {
        try {
            return deed.getAsInt();
        } catch (StoreFailed | StoreAway e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    /** H2's file, without its ending. */
    static Path file(Configuration configuration) {
        return configuration.home().resolve("db").resolve("comporta");
    }

    private static String owner() {
        return host() + ", process " + ProcessHandle.current().pid();
    }

    /** Name of this machine. */
    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
