package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.job.Heard;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorTest {
    @TempDir
    private Path folder;

    private Lookout lookout = new Lookout(Path.of("."), Vaults.of(Map.of()));

    @BeforeEach
    void looksBesideTheDagFile() {
        lookout = new Lookout(folder, Vaults.of(Map.of()));
    }

    private Path file(long size, Duration age) throws IOException {
        var file = Files.write(folder.resolve("_SUCCESS"), new byte[(int) size]);
        return Files.setLastModifiedTime(file, FileTime.from(lookout.time.instant().minus(age)));
    }

    private static Map<String, Object> file(@Nullable String minSize, @Nullable String stableFor) {
        var block = new LinkedHashMap<String, Object>(Map.of("path", "_SUCCESS"));
        if (minSize != null) {
            block.put("min_size", minSize);
        }
        if (stableFor != null) {
            block.put("stable_for", stableFor);
        }
        return Map.of("file", block);
    }

    @ParameterizedTest(name = "a file of {0} bytes, changed {1} ago, for min_size {2} and stable_for {3}: {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            0    | PT0S   | -  | -  | success
            1023 | PT1H   | 1k | -  | _SUCCESS has 1023 bytes of at least 1024
            1024 | PT1H   | 1k | -  | success
            9    | PT59S  | -  | 1m | _SUCCESS was changed less than 60s ago
            9    | PT1M   | -  | 1m | success
            9    | PT1H   | 1k | 1m | _SUCCESS has 9 bytes of at least 1024
            """)
    void aFileIsThereLargeEnoughAndAtRest(
            long size, Duration age, @Nullable String minSize, @Nullable String stableFor, String becomes) throws IOException {
        file(size, age);
        lookout.begins(file(minSize, stableFor));
        assertThat(lookout.told().getLast()).endsWith(becomes);
    }

    @Test
    void aSensorWaitsDeferredAndSaysForWhat() throws IOException {
        lookout.begins(file(null, null));
        assertThat(lookout.told()).containsExactly("deferred", folder.resolve("_SUCCESS") + " is not there");
        lookout.passes("PT5M");
        assertThat(lookout.told()).as("nothing new is told twice").hasSize(2);
        file(0, Duration.ZERO);
        lookout.passes("PT59S");
        assertThat(lookout.told()).hasSize(2);
        lookout.passes("PT1S");
        assertThat(lookout.told().getLast()).isEqualTo("success");
        lookout.passes("PT1H");
        assertThat(lookout.told()).hasSize(3);
        assertThat(lookout.news.stream().map(News::sequence)).isSorted().doesNotHaveDuplicates();
        var path = folder.resolve("_SUCCESS");
        assertThat(folder.resolve("logs/stdout")).hasContent(path + " is not there\n" + path + " is there\n");
    }

    @Test
    void aFileThatRestsIsLookedAtWhenItHasRestedLongEnough() throws IOException {
        file(9, Duration.ofSeconds(50));
        lookout.begins(file(null, "1m"));
        lookout.passes("PT9S");
        assertThat(lookout.told()).doesNotContain("success");
        lookout.passes("PT1S");
        assertThat(lookout.told()).contains("success");
    }

    @ParameterizedTest(name = "poke_interval {0}, poke_backoff {1}, poke_max_interval {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -   | - | -   | 60 60 60 60
            30s | 2 | -   | 30 60 120 240 480 600 600
            30s | 2 | 50s | 30 50 50
            15m | - | -   | 900 900
            15m | - | 1m  | 60 60
            """)
    void theWaitsBetweenTwoLooks(@Nullable String interval, @Nullable Double backoff, @Nullable String most, String seconds) {
        var settings = new LinkedHashMap<String, Object>();
        put(settings, "poke_interval", interval);
        put(settings, "poke_backoff", backoff);
        put(settings, "poke_max_interval", most);
        var waits = seconds.split(" ", -1);
        var pokes = Pokes.of(settings);
        assertThat(IntStream.rangeClosed(1, waits.length).mapToObj(looks -> Long.toString(pokes.after(looks).toSeconds())))
                .containsExactly(waits);
    }

    private static void put(Map<String, Object> settings, String key, @Nullable Object value) {
        if (value != null) {
            settings.put(key, value);
        }
    }

    @Test
    void itLooksAsOftenAsItSays() throws IOException {
        try (var site = new Website()) {
            site.answers(503, "");
            lookout.begins(Map.of("http", Map.of("url", site.url("/ready")), "poke_interval", "10s", "poke_backoff", 2L));
            assertThat(site.requests()).as("at once").isEqualTo(1);
            lookout.passes("PT29S");
            assertThat(site.requests()).as("after 10 s").isEqualTo(2);
            lookout.passes("PT1S");
            assertThat(site.requests()).as("after 20 s more").isEqualTo(3);
        }
    }

    @ParameterizedTest(name = "logical date {0}, time {1}: until {2}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-21T04:00:00Z | 05:30                         | 2026-11-21T08:30:00Z
            2026-11-21T08:30:00Z | 05:30                         | 2026-11-21T08:30:00Z
            2026-11-21T08:30:01Z | 05:30                         | 2026-11-22T08:30:00Z
            2026-11-21T23:00:00Z | 05:30                         | 2026-11-22T08:30:00Z
            2026-11-21T04:00:00Z | 05:30+1d                      | 2026-11-22T08:30:00Z
            2026-11-21T04:00:00Z | 2026-11-21T06:00              | 2026-11-21T09:00:00Z
            2026-11-21T04:00:00Z | 2026-12-01                    | 2026-12-01T03:00:00Z
            2026-11-21T04:00:00Z | 2026-11-21T06:00:00Z          | 2026-11-21T06:00:00Z
            2026-11-21T04:00:00Z | 2026-11-21T01:00:00.25-03:00  | 2026-11-21T04:00:00.250Z
            """)
    void aTimeIsAnInstantOrTheFirstSuchOneFromTheLogicalDateOn(String logicalDate, String time, String until) {
        var attempt = Lookout.attempt(folder, Map.of("time", time), Instant.parse(logicalDate));
        assertThat(Lookout.launch(lookout.sensor, attempt).spec().data()).containsEntry("time", until);
    }

    @Test
    void aTimeIsMetToTheMoment() {
        lookout.begins(Map.of("time", "2026-11-21T04:07:30Z"));
        assertThat(lookout.told()).containsExactly("deferred", "waits until 2026-11-21T04:07:30Z");
        lookout.passes("PT7M29S");
        assertThat(lookout.told()).hasSize(2);
        lookout.passes("PT1S");
        assertThat(lookout.end()).isEqualTo(Exit.success(Map.of()));
    }

    @ParameterizedTest(name = "{0} answers {1} \"{2}\", and {3} with {4} is wanted")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /ready | 200 | ok        | -   | -          | success
            /moved | 200 | ok        | -   | -          | success
            /ready | 503 | ok        | -   | -          | /ready answers 503, not 200
            /ready | 200 | ok        | 204 | -          | /ready answers 200, not 204
            /ready | 404 | gone      | 404 | ^gone$     | success
            /ready | 200 | rows: 12  | -   | rows: \\d+ | success
            /ready | 200 | rows: no  | -   | rows: \\d+ | /ready answers 200, and its text does not match rows: \\d+
            """)
    void anAddressAnswersAsWanted(
            String path, int status, String text, @Nullable Long wanted, @Nullable String matches, String becomes) throws IOException {
        try (var site = new Website()) {
            site.answers(status, text);
            var block = new LinkedHashMap<String, Object>(Map.of("url", site.url(path)));
            put(block, "status", wanted);
            put(block, "matches", matches);
            lookout.begins(Map.of("http", block));
            assertThat(lookout.told().getLast()).endsWith(becomes);
        }
    }

    @Test
    void anAddressWhereNobodyIsIsWaitedFor() throws IOException {
        String url;
        try (var site = new Website()) {
            url = site.url("/ready");
        }
        lookout.begins(Map.of("http", Map.of("url", url)));
        assertThat(lookout.told().getLast()).startsWith(url + " does not answer: ");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            url     | ftp://example.org   | "ftp://example.org" is not an address. Write e.g. https://example.org/path
            url     | http://a b          | "http://a b" is not an address: Illegal character in authority
            matches | (                   | matches is not a regular expression: Unclosed group
            """, quoteCharacter = '`')
    void whatCannotBeAskedIsRefusedBeforeItIsLaunched(String key, String value, String why) {
        var block = new LinkedHashMap<String, Object>(Map.of("url", "http://127.0.0.1/"));
        block.put(key, value);
        assertThatThrownBy(() -> lookout.launch(Map.of("http", block))).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    @Test
    void aStopIsConfirmedAndNobodyLooksAnyMore() throws IOException {
        try (var site = new Website()) {
            site.answers(503, "");
            var launch = lookout.begins(Map.of("http", Map.of("url", site.url("/ready"))));
            lookout.sensor.stop(launch, false);
            assertThat(lookout.told().getLast()).isEqualTo("OPERATOR: stopped while it waited");
            lookout.sensor.stop(launch, false);
            assertThat(lookout.told()).as("whoever asks again is told again").hasSize(4);
            lookout.passes("PT1H");
            assertThat(site.requests()).isEqualTo(1);
        }
    }

    @Test
    void aStopThatOvertakesItsSubmissionWins() {
        var launch = lookout.launch(file(null, null));
        lookout.sensor.stop(launch, false);
        assertThat(lookout.told()).containsExactly("OPERATOR: stopped before it began to wait");
        assertThat(lookout.sensor.submit(launch)).isInstanceOfSatisfying(
                Submission.NotAccepted.class, refused -> assertThat(refused.cause()).isEqualTo(Cause.OPERATOR));
        lookout.sensor.settled(launch);
        lookout.passes("PT1H");
        assertThat(lookout.told()).hasSize(1);
    }

    @Test
    void aSecondSubmissionLooksNotTwice() throws IOException {
        try (var site = new Website()) {
            site.answers(503, "");
            var launch = lookout.begins(Map.of("http", Map.of("url", site.url("/ready"))));
            lookout.sensor.submit(launch);
            assertThat(site.requests()).isEqualTo(1);
            assertThat(lookout.told()).as("that it waits is told again: it may not have been taken in").contains("deferred").hasSize(4);
        }
    }

    @Test
    void aWaitIsFoundAgainAfterARestart() throws IOException {
        var launch = lookout.begins(file(null, null));
        var before = new ArrayList<>(lookout.news);
        lookout.restart();
        lookout.time.passes(Duration.ofSeconds(3));
        assertThat(lookout.sensor.find(List.of(launch))).singleElement().isInstanceOf(Finding.Alive.class);
        assertThat(lookout.told()).hasSize(4).endsWith("deferred", folder.resolve("_SUCCESS") + " is not there");
        assertThat(lookout.news.get(2).sequence()).isGreaterThan(before.getLast().sequence());
        file(0, Duration.ZERO);
        lookout.restart();
        assertThat(lookout.sensor.find(List.of(launch))).singleElement().isInstanceOf(Finding.AlreadyEnded.class);
        assertThat(lookout.end().isSuccess()).isTrue();
    }

    @Test
    void aServerThatIsSilentHoldsUpNobody() throws IOException, InterruptedException {
        try (var site = new Website();
                var sensors = new Sensors(ZoneId.of("UTC"), Vaults.of(Map.of()), lookout.time)) {
            var heard = new Heard();
            var sensor = sensors.operators().getFirst();
            sensor.watch(heard);
            var launch = lookout.launch(Map.of("http", Map.of("url", site.url("/silent"))));
            assertThat(sensor.submit(launch)).isInstanceOf(Submission.Accepted.class);
            site.awaitSilence();
            sensor.stop(launch, false);
            assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        }
    }

    @Test
    void theProbeOfDoneWhenLooksOnceAndSaysWhatItSaw() throws IOException {
        var probe = lookout.doneWhen();
        var launch = Lookout.launch(probe, Lookout.attempt(folder, file(null, null), lookout.time.instant()));
        probe.submit(launch);
        var path = folder.resolve("_SUCCESS");
        assertThat(lookout.end()).isEqualTo(Exit.success(Map.of("holds", false, "seen", path + " is not there")));
        lookout.passes("PT1H");
        assertThat(lookout.news).hasSize(1);
        file(0, Duration.ZERO);
        assertThat(probe.find(List.of(launch))).singleElement().isInstanceOf(Finding.Alive.class);
        assertThat(lookout.end()).isEqualTo(Exit.success(Map.of("holds", true, "seen", path + " is there")));
    }
}
