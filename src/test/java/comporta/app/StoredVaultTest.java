package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.secret.Mask;
import comporta.secret.Sealer;
import comporta.store.Deed;
import comporta.store.Origin;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredVaultTest {
    private static final Deed DEED = new Deed(Instant.parse("2030-01-01T00:00:00Z"), "ana", Origin.COMMAND_LINE, null);

    @TempDir
    private Path folder;

    @Test
    void whatWasHandedOutByAProcessBeforeIsMaskedToo() {
        var sealer = Sealer.of(folder.resolve("key"), new SplittableRandom(1));
        var stranger = Sealer.of(folder.resolve("other"), new SplittableRandom(2));
        try (var store = Store.inMemory("test")) {
            store.variables().setSecret("lost", "\"sealed-by-another\"", "", stranger, DEED);
            store.variables().setSecret("token", "\"hush1234\"", "", sealer, DEED);
            store.variables().set("region", "\"saopaulo\"", "", DEED);
            store.connections().set("warehouse", Map.of("host", "db", "password", "hunter22"), sealer, DEED);
            var mask = new Mask();
            new StoredVault(store, sealer, mask).learnAll();
            assertThat(mask.hide("hush1234 saopaulo db hunter22")).isEqualTo("*** saopaulo db ***");
        }
    }
}
