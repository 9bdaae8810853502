package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.decide.Surroundings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PinnedSurroundingsTest {
    private static final Surroundings THEN = new Surroundings(
            ZoneId.of("America/Sao_Paulo"), Map.of("version", "7", "ports", List.of(80L, 443L), "share", 0.5),
            Map.of("warehouse", Map.of("host", "db", "port", "5432")));

    @TempDir
    private Path folder;

    @Test
    void comeBackAsTheyWere() {
        new PinnedSurroundings(folder).pin(THEN);

        assertThat(new PinnedSurroundings(folder).pinned()).hasToString(THEN.toString());
        assertThat(PinnedSurroundings.changed(THEN, new PinnedSurroundings(folder).pinned())).isEmpty();
    }

    @Test
    void whatIsOtherNowIsNamedAsTemplatesWriteIt() {
        var now = new Surroundings(
                ZoneOffset.UTC, Map.of("version", "8", "share", 0.5, "new", "x"), Map.of("warehouse", Map.of("host", "db", "port", "5433")));

        assertThat(PinnedSurroundings.changed(THEN, now)).containsExactly("timezone", "var.new", "var.ports", "var.version", "conn.warehouse");
    }

    @Test
    void whatCannotBeReadIsToldAndHowToGetOn() {
        assertThatThrownBy(() -> new PinnedSurroundings(folder).pinned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("surroundings.json")
                .hasMessageContaining("--fresh begins anew");
    }
}
