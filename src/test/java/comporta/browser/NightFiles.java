package comporta.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The DAG files of the invented night. */
final class NightFiles {
    private static final List<String> NAMES = List.of(
            "nightly", "marketing-audiences", "credit-models", "exports-partners", "fraud-features", "regulatory-daily", "collections-scores", "ingest-events",
            "card-events", "ledger-snapshot", "dbt-finance", "model-registry-sync", "quality-checks", "cards-settlement", "month-end-close", "dbt-experiments");

    private NightFiles() {}

    /** Their texts. */
    static List<String> all() {
        return NAMES.stream().map(NightFiles::text).toList();
    }

    private static String text(String name) {
        try (var in = NightFiles.class.getResourceAsStream("night/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("no file " + name + ".yaml is there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
