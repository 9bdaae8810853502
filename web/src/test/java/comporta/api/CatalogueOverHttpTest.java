package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.catalogue.CatalogueSettings;
import comporta.catalogue.DagCatalogue;
import comporta.catalogue.Desk;
import comporta.dag.PlainData;
import comporta.dagfile.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions, and files that are pushed, over HTTP into a real folder. */
class CatalogueOverHttpTest {
    @TempDir
    private Path folder;

    private Served served;
    private DagCatalogue catalogue;

    @BeforeEach
    void begin() throws IOException {
        served = new Served(folder);
        Files.createDirectories(folder.resolve("dags"));
        catalogue = new DagCatalogue(
                served.store,
                new CatalogueSettings(folder.resolve("dags"), ZoneOffset.UTC, Duration.ofHours(1), () -> Outside.UNKNOWN, served.clock), _ -> { });
        Files.writeString(folder.resolve("dags/nightly.yaml"), Served.NIGHTLY);
        catalogue.lead(new Desk() {
            @Override
            public <T> T does(Supplier<T> deed) {
                try {
                    return served.engine.onLoop(deed).join();
                } catch (CompletionException e) {
                    throw (RuntimeException) e.getCause();
                }
            }
        });
        served.catalogue(catalogue);
    }

    @AfterEach
    void end() {
        catalogue.close();
        served.close();
    }

    @Test
    void filesArePushedAsOneSet() {
        var files = Map.of("nightly.yaml", Served.NIGHTLY.replace("retries: 1", "retries: 2"), "team/other.yaml", Served.HOURLY.replace("hourly", "other"));
        assertThat(push(files, "?dry_run=true").at("dags/size")).isEqualTo("2");
        assertThat(folder.resolve("dags/team/other.yaml")).doesNotExist();

        var pushed = push(files, "");
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(200);
        assertThat(folder.resolve("dags/team/other.yaml")).exists();
        assertThat(served.client.get("/api/v1/audit").each("verb")).contains("push");
        assertThat(served.client.get("/api/v1/dags/nightly/difference?from=2&to=3").at("changed/load")).isEqualTo("[retries]");
        assertThat(served.client.get("/api/v1/dags/nightly/difference?from=2&to=9").status()).isEqualTo(404);
    }

    @Test
    void whatIsPushedIsNotTrusted() {
        assertThat(push(Map.of("../nightly.yaml", "dag: a"), "").at("errors/0/detail")).contains("is no path below the dags folder");
        assertThat(push(Map.of("Evil.java", "class Evil {}"), "").at("errors/0/detail")).contains("nothing that comes over the network is ever compiled");
        assertThat(push(Map.of("a.yaml", "dag: a\nretires: 1\n"), "").body()).contains("a.yaml:2:1: ");
        assertThat(push(Map.of(), "").status()).isEqualTo(422);
        assertThat(served.client.post("/api/v1/dags/push", "{\"files\": {\"a.yaml\": 1}}").status()).isEqualTo(422);
    }

    @Test
    void newRunsUseAnOlderVersionUntilThatIsUndone() throws IOException {
        Files.writeString(folder.resolve("dags/nightly.yaml"), Served.NIGHTLY.replace("retries: 1", "retries: 2"));
        catalogue.look();
        var path = "/api/v1/dags/nightly/rollback";
        var preview = served.client.post(path + "?dry_run=true", "{\"to\": 2}");
        assertThat(preview.at("will/0/text")).isEqualTo("let new runs use version 2 instead of 1");

        assertThat(served.client.post(path, "{\"to\": 2, \"reason\": \"wrong image\"}").status()).isEqualTo(202);
        assertThat(catalogue.all().getFirst().onRecord().active().number()).isEqualTo(2);
        assertThat(served.client.get("/api/v1/audit?subject=dags/nightly").at("items/0/why")).isEqualTo("wrong image");
        assertThat(served.client.post(path, "{\"undo\": true}").status()).isEqualTo(202);
        assertThat(catalogue.all().getFirst().onRecord().active().number()).isEqualTo(3);
        assertThat(served.client.post(path, "{\"undo\": true}").status()).isEqualTo(409);
        assertThat(served.client.post(path, "{\"to\": 7}").status()).isEqualTo(404);
        assertThat(served.client.post(path, "{}").status()).isEqualTo(422);
    }

    @Test
    void whoHasNotTheLeadSaysSo() {
        catalogue.follow();

        var refused = served.client.post("/api/v1/dags/nightly/rollback", "{\"to\": 1}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.at("detail")).contains("another scheduler has the lead");
    }

    private Client.Reply push(Map<String, String> files, String query) {
        return served.client.post("/api/v1/dags/push" + query, PlainData.toJson(Map.of("files", files)));
    }
}
