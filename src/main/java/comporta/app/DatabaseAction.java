package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.store.Deed;
import comporta.store.Origin;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a verb does that works on the database of the configuration itself, without a server. */
abstract class DatabaseAction extends Action {
    @Parameter(names = "--config")
    private @Nullable String config;

    private @Nullable Home home;

    /**
     * Does it.
     *
     * @return an exit code
     * @throws UsageException when the words cannot be used
     */
    abstract int run(Terminal terminal, StoreSettings database);

    @Override
    final int run(Terminal terminal) {
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        home = new Home(configuration.home());
        return ServerDatabase.use(configuration, terminal.environment(), database -> run(terminal, database));
    }

    /** Where logs lie, while the verb is at work. */
    final Home home() {
        return Objects.requireNonNull(home);
    }

    /** The database without the lead: schedulers that use it go on undisturbed, as far as it serves several processes. */
    static Store open(StoreSettings database) {
        return Store.standBy(database);
    }

    /** By whoever typed the command. */
    static Deed deed(Instant now, @Nullable String why) {
        return new Deed(now, System.getProperty("user.name", "unknown"), Origin.COMMAND_LINE, why);
    }

    /** Prints one object, or a sentence. */
    final void tell(Terminal terminal, Map<String, ?> answer, String sentence) {
        terminal.out().println(json() ? PlainData.toJson(answer) : sentence);
    }
}
