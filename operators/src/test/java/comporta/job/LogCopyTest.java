package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.tasklog.LogStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log is copied without loss or doubling, also where its machine rotates it. */
class LogCopyTest {
    private static final String GAP = "[comporta: lines are missing here: they were rotated away before they could be copied]\n";

    @TempDir
    Path folder;

    private Path sandbox;
    private Path ours;
    /** What happens to the log between two questions; nothing when it is empty. */
    private final ArrayDeque<Runnable> meanwhile = new ArrayDeque<>();

    @BeforeEach
    void folders() throws IOException {
        sandbox = Files.createDirectories(folder.resolve("sandbox"));
        ours = folder.resolve("try");
        Files.createFile(sandbox.resolve("stdout"));
    }

    private final RemoteLog remote = new RemoteLog() {
        @Override
        public byte[] read(LogStream stream, long offset) throws IOException {
            return file(stream.word(), offset).orElseGet(() -> new byte[0]);
        }

        @Override
        public Optional<byte[]> older(LogStream stream, int age, long offset) throws IOException {
            return file(stream.word() + "." + age, offset);
        }
    };

    private Optional<byte[]> file(String name, long offset) throws IOException {
        if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
        var file = sandbox.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.min(offset, in.length()));
            var answer = new byte[300];
            int length = Math.max(0, in.read(answer));
            return Optional.of(Arrays.copyOf(answer, length));
        }
    }

    private void writes(String text) {
        try {
            Files.writeString(sandbox.resolve("stdout"), text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As logrotate does it: the oldest goes, the others count up, an empty one begins. */
    private void rotates(int kept) {
        try {
            for (int age = kept - 1; age >= 0; age--) {
                var part = sandbox.resolve(age == 0 ? "stdout" : "stdout." + age);
                if (Files.exists(part)) {
                    Files.move(part, sandbox.resolve("stdout." + (age + 1)), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.deleteIfExists(sandbox.resolve("stdout"));
            Files.createFile(sandbox.resolve("stdout"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By a copy of its own: how far it is, the files say. */
    private String copied() throws IOException {
        new LogCopy(ours, 1).copy(remote);
        return Files.exists(ours.resolve("stdout")) ? Files.readString(ours.resolve("stdout")) : "";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # a word is written, R: the log is rotated, 2 older ones are kept, and L: we look | what is copied
            one two L three L                 | one two three
            one L R two L three L             | one two three
            one L two R three L               | one two three
            one L two R three R four L        | one two three four
            one R two R three L               | one two three
            one L R L R two L                 | one two
            R L one L                         | one
            R R one L R R two L               | one two
            one L two R three R four R five L | one GAP three four five
            one R two R three R four L        | two three four
            """)
    void nothingIsLostOrDoubled(String story, String expected) throws IOException {
        for (var step : story.split(" ", -1)) {
            switch (step) {
                case "R" -> rotates(2);
                case "L" -> copied();
                default -> writes(step + "\n");
            }
        }
        assertThat(copied()).isEqualTo(expected.replace(' ', '\n').replace("GAP\n", GAP) + "\n");
    }

    @Test
    void aLineThatWasBegunEndsBeforeTheGapIsTold() throws IOException {
        writes("begun");
        copied();
        rotates(0);
        writes("new\n");
        assertThat(copied()).isEqualTo("begun\n" + GAP + "new\n");
    }

    @Test
    void aLogThatIsGoneStaysAsItWasCopied() throws IOException {
        writes("one\n");
        copied();
        Files.delete(sandbox.resolve("stdout"));
        assertThat(copied()).isEqualTo("one\n");
    }

    @Test
    void itMayBeRotatedBetweenTwoQuestions() throws IOException {
        var random = new SplittableRandom(17);
        var written = new StringBuilder();
        for (int step = 0; step < 400; step++) {
            int rotations = 0;
            for (int event = 0; event < 4; event++) {
                if (random.nextInt(3) == 0 && rotations++ < 2) {
                    meanwhile.add(() -> rotates(60));
                } else {
                    var line = "line " + step + "." + event + " " + "x".repeat(random.nextInt(200)) + "\n";
                    written.append(line);
                    meanwhile.add(() -> writes(line));
                }
            }
            copied();
            while (!meanwhile.isEmpty()) {
                meanwhile.remove().run();
            }
        }
        copied();
        assertThat(copied()).isEqualTo(written.toString());
    }
}
