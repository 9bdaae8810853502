package comporta.app;

import comporta.dag.PlainData;
import comporta.secret.Connection;
import comporta.secret.Mask;
import comporta.secret.Sealer;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import comporta.store.Connections;
import comporta.store.Store;
import comporta.store.Variables;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets of a server: those of its tables, as they are at the moment when they are asked for, and the parameters that are sealed. */
final class StoredVault implements Vault {
    private final Store store;
    private final Sealer sealer;
    private static final Logger LOG = LoggerFactory.getLogger(StoredVault.class);
    /** How old what was learnt may be: another process may have set more since. */
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    private final Mask mask;
    private long learnt = System.nanoTime() - FRESH;

    /** @param mask learns every secret that is handed out */
    StoredVault(Store store, Sealer sealer, Mask mask) {
        this.store = store;
        this.sealer = sealer;
        this.mask = mask;
    }

    @Override
    public Optional<Connection> connection(String name) {
        return store.connections().find(name).map(stored -> {
            var connection = Connections.opened(stored, sealer);
            mask.learn(connection);
            return connection;
        });
    }

    @Override
    public Optional<String> variable(String name) {
        return store.variables().find(name).map(stored -> {
            var json = Variables.opened(stored, sealer);
            var text = PlainData.fromJson(json) instanceof String word ? word : json;
            if (stored.secret()) {
                mask.learn(text);
            }
            return text;
        });
    }

    /** What cannot be opened was sealed with another key, and so nobody is handed it here. */
    @Override
    public synchronized void learnAll() {
        if (System.nanoTime() - learnt < FRESH) {
            return;
        }
        for (var stored : store.variables().all()) {
            if (stored.secret()) {
                attempt(() -> variable(stored.name()));
            }
        }
        for (var stored : store.connections().all()) {
            attempt(() -> connection(stored.name()));
        }
        learnt = System.nanoTime();
    }

    private static void attempt(Runnable secret) {
        try {
            secret.run();
        } catch (SecretMissing e) {
            LOG.debug("{}", e.getMessage());
        }
    }

    @Override
    public String opened(String sealed, String param) {
        var json = sealer.open(sealed, place(param));
        learn(json);
        return json;
    }

    @Override
    public String sealed(String json, String param) {
        learn(json);
        return sealer.seal(json, place(param));
    }

    private void learn(String json) {
        if (PlainData.fromJson(json) instanceof String text) {
            mask.learn(text);
        }
    }

    private static String place(String param) {
        return "params." + param;
    }

    @Override
    public Mask mask() {
        return mask;
    }
}
