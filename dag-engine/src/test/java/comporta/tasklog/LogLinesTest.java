package comporta.tasklog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLinesTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private void write(String stream, byte[] text) throws IOException {
        Files.write(folder.resolve(stream), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(String stream, String text) throws IOException {
        write(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    private LogLines lines(LogStream stream) {
        return new LogLines(new TaskLog(folder), stream);
    }

    @Test
    void everyLineHasItsNumberItsStreamAndItsTime() throws IOException {
        var follower = new LogFollower(folder, 1 << 20, 0);
        write("stdout", "one\ntwo\n");
        follower.poll(NOON, false);
        write("stderr", "oh\n");
        follower.poll(NOON.plusSeconds(1), true);
        var all = lines(LogStream.ALL);
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.read(1, 10)).containsExactly(
                new LogLines.Line(1, NOON, LogStream.STDOUT, "two", false), new LogLines.Line(2, NOON.plusSeconds(1), LogStream.STDERR, "oh", false));
        assertThat(lines(LogStream.STDERR).read(0, 1)).extracting(LogLines.Line::text).containsExactly("oh");
        assertThat(all.read(7, 10)).isEmpty();
    }

    @Test
    void whatGrowsIsCountedOn() throws IOException {
        var lines = lines(LogStream.STDOUT);
        assertThat(lines.total()).isZero();
        write("stdout", "one\ntw");
        assertThat(lines.total()).isEqualTo(2);
        assertThat(lines.read(1, 1)).extracting(LogLines.Line::text).containsExactly("tw");
        write("stdout", "o\nthree\n");
        assertThat(lines.total()).isEqualTo(3);
        assertThat(lines.read(1, 5)).extracting(LogLines.Line::text).containsExactly("two", "three");
    }

    @Test
    void aLineFarBehindIsTheSameAsByCountingToIt() throws IOException {
        write("stdout", IntStream.range(0, 40_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        var lines = lines(LogStream.STDOUT);
        assertThat(lines.total()).isEqualTo(40_000);
        for (long number : new long[] {0, 6_553, 9_999, 30_000, 39_999}) {
            assertThat(lines.read(number, 2).getFirst().text()).isEqualTo("line " + number);
        }
    }

    /** By way of everything that can be different: where pieces end, a line that has no end yet, long lines, letters that are no bytes. */
    @ParameterizedTest(name = "{0} from line {1}")
    @CsvSource(nullValues = "-", textBlock = """
            needle     | 0      | 3 150001
            NEEDLE     | 4      | 150001
            needle     | 77778  | 150001
            disk       | 0      | 149000
            ünd        | 0      | 149000
            no such    | 0      | -
            *          | 149998 | 149998 149999 150000 150001
            """, delimiter = '|')
    void linesAreFoundByTheirBytes(String word, long from, String found) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 150_001; i++) {
            text.append(switch (i) {
                case 3 -> "a NeeDle";
                case 77_777 -> "x".repeat(9_000) + " and\tneedle behind what is told of a line";
                case 149_000 -> "Stra\u00dfe \u00fcnd \u212aeller di\u017f\u212a";
                default -> "filler " + i;
            }).append('\n');
        }
        write("stdout", text + "the last needle");
        var lines = lines(LogStream.STDOUT);
        var numbers = new ArrayList<String>();
        var pattern = Pattern.compile(word.equals("*") ? "" : word, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        long reached = from;
        for (long before = -1; before < reached && reached < lines.total();) {
            before = reached;
            reached = lines.search(reached, word.equals("*") ? Needles.NONE : Needles.of(word), 1 << 20,
                    line -> !pattern.matcher(line.text()).find() || numbers.add(Long.toString(line.number())));
        }
        assertThat(reached).isEqualTo(lines.total());
        assertThat(String.join(" ", numbers)).isEqualTo(found == null ? "" : found);
    }

    @Test
    void aSearchCanBeEndedAndGoneOnWith() throws IOException {
        write("stdout", "a\nb\na\nb\na\n");
        var lines = lines(LogStream.STDOUT);
        assertThat(lines.search(0, Needles.of("a"), 1 << 20, _ -> false)).isEqualTo(1);
        assertThat(lines.search(1, Needles.of("a"), 1 << 20, _ -> false)).isEqualTo(3);
        assertThat(lines.search(5, Needles.of("a"), 1 << 20, _ -> false)).isEqualTo(5);
    }

    @Test
    void aSearchGetsPastALineThatIsLongerThanWhatItLooksThroughAtOnce() throws IOException {
        write("stdout", "first\n" + "x".repeat(200_000) + "\nneedle\n");
        var lines = lines(LogStream.STDOUT);
        var found = new ArrayList<String>();
        long reached = 0;
        for (int looks = 0; looks < 10 && reached < lines.total(); looks++) {
            reached = lines.search(reached, Needles.of("needle"), 1_000, line -> found.add(line.text()));
        }
        assertThat(reached).isEqualTo(lines.total());
        assertThat(found).containsExactly("needle");
    }

    @Test
    void longLinesAreCutAndBrokenTextIsShown() throws IOException {
        write("stdout", "x".repeat(LogLines.LONGEST + 1) + "\n" + "y".repeat(LogLines.LONGEST) + "\n");
        write("stdout", new byte[] {(byte) 0xff, 'a', '\n'});
        var read = lines(LogStream.STDOUT).read(0, 5);
        assertThat(read).extracting(LogLines.Line::isCut).containsExactly(true, false, false);
        assertThat(read.getLast().text()).isEqualTo("\ufffda");
    }
}
