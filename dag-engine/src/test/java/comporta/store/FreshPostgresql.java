package comporta.store;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/**
 * An empty database in a real PostgreSQL. In a test class each test gets its own by
 * {@code @RegisterExtension final FreshPostgresql database = new FreshPostgresql();}
 */
public final class FreshPostgresql implements FreshDatabase, BeforeEachCallback, AfterEachCallback {
    private static final String EMPTY = "template0";
    private static @Nullable String withTables;

    private final PostgresqlServer server = PostgresqlServer.get();
    private final String template;
    private String name = "";

    /** One without any tables, made before each test; {@link #create} makes it outside of JUnit. */
    public FreshPostgresql() {
        this(EMPTY);
    }

    private FreshPostgresql(String template) {
        this.template = template;
    }

    /** One without any tables, at once. */
    public static FreshPostgresql create() {
        return new FreshPostgresql().begun();
    }

    /** One with the tables of a store, at once. */
    static FreshPostgresql createWithTables() {
        return new FreshPostgresql(template()).begun();
    }

    private static synchronized String template() {
        var present = withTables;
        if (present == null) {
            var made = create();
            made.open().close();
            present = made.name;
            withTables = present;
        }
        return present;
    }

    private FreshPostgresql begun() {
        name = server.create(template);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begun();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public StoreSettings settings() {
        return StoreSettings.postgresql(url(), user(), password(), "test");
    }

    @Override
    public String url() {
        return server.url(name);
    }

    @Override
    public String user() {
        return "comporta";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public void close() {
        server.drop(name);
    }
}
