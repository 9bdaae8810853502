package comporta.tasklog;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.secret.Mask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing, following and reading a log. */
@SuppressWarnings("NullAway.Init") // JUnit fills the field
class TaskLogTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final int MUCH = 1 << 20;

    @TempDir
    Path folder;

    private void write(String stream, String text) throws IOException {
        Files.writeString(folder.resolve(stream), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private LogFollower follower() {
        return new LogFollower(folder, MUCH, 0);
    }

    private String all() {
        return new TaskLog(folder).read(LogStream.ALL, 0, MUCH).text();
    }

    @Test
    void bothStreamsAreMergedInTheOrderOfTheirAppearance() throws IOException {
        var follower = follower();
        write("stdout", "one\n");
        follower.poll(NOON, false);
        write("stderr", "two\n");
        follower.poll(NOON.plusMillis(200), false);
        write("stdout", "three\n");
        follower.poll(NOON.plusMillis(400), true);
        assertThat(all()).isEqualTo("one\ntwo\nthree\n");
        assertThat(new TaskLog(folder).read(LogStream.STDOUT, 0, MUCH).text()).isEqualTo("one\nthree\n");
        assertThat(new TaskLog(folder).read(LogStream.STDERR, 0, MUCH).text()).isEqualTo("two\n");
        assertThat(folder.resolve("index")).hasContent("""
                1893499200000 stdout 4
                1893499200200 stderr 4
                1893499200400 stdout 10
                """);
    }

    @ParameterizedTest(name = "pages of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1000})
    void secretsAreHiddenAlsoWhereTheyStandAcrossPages(int limit) throws IOException {
        var mask = new Mask();
        mask.learn("hush1234");
        mask.learn("-----BEGIN-----\nMIIBOgIB\n");
        write("stdout", "hush1234\nPGPASSWORD=hush1234;hush123\n-----BEGIN-----\nMIIBOgIB\nend hush1234");
        follower().poll(NOON, true);
        for (var stream : List.of(LogStream.STDOUT, LogStream.ALL)) {
            var log = new TaskLog(folder, mask);
            var told = new StringBuilder();
            var page = log.read(stream, 0, limit);
            for (told.append(page.text()); !page.isAtEnd(); told.append(page.text())) {
                page = log.read(stream, page.next(), limit);
            }
            assertThat(told.toString()).isEqualTo("********\nPGPASSWORD=********;hush123\n***************\n********\nend ********");
            var lines = new LogLines(log, stream);
            assertThat(lines.read(0, 9)).extracting(LogLines.Line::text)
                    .containsExactly("********", "PGPASSWORD=********;hush123", "***************", "********", "end ********");
            lines.search(0, Needles.of("hush1234"), MUCH, line -> {
                assertThat(line.text()).doesNotContain("hush1234");
                return true;
            });
        }
    }

    @Test
    void aLineIsNotTornApartByTheOtherStream() throws IOException {
        var follower = follower();
        write("stdout", "half a ");
        follower.poll(NOON, false);
        write("stderr", "warning\n");
        follower.poll(NOON.plusMillis(200), false);
        write("stdout", "line\n");
        follower.poll(NOON.plusMillis(400), false);
        assertThat(all()).isEqualTo("warning\nhalf a line\n");
    }

    @Test
    void aLineWithoutEndAppearsAfterASecond() throws IOException {
        var follower = follower();
        write("stdout", "Password: ");
        follower.poll(NOON, false);
        assertThat(all()).isEmpty();
        follower.poll(NOON.plusSeconds(1), false);
        assertThat(all()).isEqualTo("Password: ");
    }

    @Test
    void pagesJoinWithoutLossAndNeverTearACharacter() throws IOException {
        var text = "añb€c🙂d\n".repeat(20);
        write("stdout", text);
        follower().poll(NOON, true);
        for (var stream : List.of(LogStream.ALL, LogStream.STDOUT)) {
            for (int limit = 4; limit < 20; limit++) {
                var read = new StringBuilder();
                long offset = 0;
                LogPage page;
                do {
                    page = new TaskLog(folder).read(stream, offset, limit);
                    assertThat(page.next()).isGreaterThan(offset);
                    read.append(page.text());
                    offset = page.next();
                } while (!page.isAtEnd());
                assertThat(read).hasToString(text);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ::output a=1           | ::output a=1
            x::output a=1          |
            :output a=1            |
            ::a~::b                | ::a,::b
            first~::a~last         | ::a
            ::                     |
            """)
    void spokenLines(String text, String spoken) throws IOException {
        var expected = spoken == null ? List.of() : List.of(spoken.split(",", -1));
        write("stdout", text.replace('~', '\n') + "\n");
        assertThat(follower().poll(NOON, false).spoken()).isEqualTo(expected);
    }

    @Test
    void aSpokenLineMayComeInParts() throws IOException {
        var follower = follower();
        write("stdout", ":");
        assertThat(follower.poll(NOON, false).spoken()).isEmpty();
        write("stdout", ":output a");
        assertThat(follower.poll(NOON, false).spoken()).isEmpty();
        write("stdout", "=1\r\n::out");
        assertThat(follower.poll(NOON, false).spoken()).containsExactly("::output a=1");
        assertThat(follower.poll(NOON, true).spoken()).containsExactly("::out");
        assertThat(follower.poll(NOON, true).spoken()).isEmpty();
    }

    @Test
    void anEmptyLogWritesNoIndex() throws IOException {
        write("stdout", "");
        var growth = follower().poll(NOON, true);
        assertThat(growth.bytes()).isZero();
        assertThat(growth.grown()).isFalse();
        assertThat(folder.resolve("index")).doesNotExist();
        assertThat(all()).isEmpty();
    }

    @Test
    void anotherFollowerGoesOnWhereOneWasLost() throws IOException {
        write("stdout", "::a\none\n");
        follower().poll(NOON, false);
        write("index", "18934992"); // torn by a crash
        write("stderr", "two\n");
        var next = follower();
        assertThat(next.poll(NOON.plusSeconds(9), false).spoken()).containsExactly("::a");
        write("stdout", "three\n");
        next.poll(NOON.plusSeconds(10), true);
        assertThat(all()).isEqualTo("::a\none\ntwo\nthree\n");
    }

    @Test
    void beyondTheLimitHeadAndTailStayAndTheMiddleIsToldOf() throws IOException {
        var follower = new LogFollower(folder, MUCH, 0);
        for (int i = 0; i < 50; i++) {
            write("stdout", ("%06d " + "x".repeat(92) + "\n").formatted(i).repeat(1_000));
            follower.poll(NOON.plusSeconds(i), i == 49);
            assertThat(onDisk("stdout")).isLessThanOrEqualTo(MUCH + 100_000);
        }
        var log = new TaskLog(folder);
        assertThat(log.read(LogStream.ALL, 0, 6).text()).isEqualTo("000000");
        assertThat(log.lastLines(LogStream.ALL, 1).getFirst()).startsWith("000049 ");
        var read = log.read(LogStream.STDOUT, 0, 10 * MUCH);
        assertThat(read.isAtEnd()).isTrue();
        assertThat(read.size()).isEqualTo(5_000_000);
        assertThat(read.text()).contains("bytes of stdout were left out here: the log passed its limit]").doesNotContain("\0");
        assertThat(read.text().length()).isBetween(MUCH - MUCH / 8, MUCH + 200);
    }

    private long onDisk(String file) throws IOException {
        var du = new ProcessBuilder("du", "-B1", folder.resolve(file).toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
    }

    @Test
    void theLastLinesOfALog() throws IOException {
        assertThat(new TaskLog(folder).lastLines(LogStream.ALL, 3)).isEmpty();
        write("stdout", "a\nb\nc\nd");
        follower().poll(NOON, true);
        assertThat(new TaskLog(folder).lastLines(LogStream.ALL, 3)).containsExactly("b", "c", "d");
        assertThat(new TaskLog(folder).lastLines(LogStream.ALL, 9)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aJobThatCutsItsOwnLogIsFollowedOn() throws IOException {
        var follower = follower();
        write("stdout", "to be cut\n");
        follower.poll(NOON, false);
        Files.writeString(folder.resolve("stdout"), "", StandardOpenOption.TRUNCATE_EXISTING);
        follower.poll(NOON, true);
        assertThat(all()).isEmpty();
    }
}
