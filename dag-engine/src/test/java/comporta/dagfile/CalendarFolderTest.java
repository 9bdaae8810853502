package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalendarFolderTest {
    @TempDir
    private Path dags;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(dags.resolve("_calendars"));
        Files.createDirectories(dags.resolve("team"));
    }

    @Test
    void aFileSeesTheCalendarsBesideItAndAboveIt() throws IOException {
        write("bank", "weekend: [sat, sun]\nclosed: [2026-12-25]\nopen: 2026-12-26\n");

        assertThat(CalendarFolder.above(dags.resolve("a.yaml")).orElseThrow().names()).containsExactly("bank");
        assertThat(CalendarFolder.above(dags.resolve("team/a.yaml")).orElseThrow().names()).containsExactly("bank");
    }

    @Test
    void whatIsWrittenDecides() throws IOException {
        write("bank", "weekend: [sat, sun]\nclosed: [2026-12-25]\nopen: 2026-12-26\n");
        write("always", "");

        var bank = Objects.requireNonNull(read("bank").calendar());
        assertThat(LocalDate.of(2026, 12, 24).datesUntil(LocalDate.of(2026, 12, 29)).filter(bank::isOpen).map(LocalDate::getDayOfMonth))
                .containsExactly(24, 26, 28);
        assertThat(Objects.requireNonNull(read("always").calendar()).isOpen(LocalDate.of(2026, 12, 27))).isTrue();
    }

    @Test
    void mistakesAreToldWithTheirPlaces() throws IOException {
        write("bad", "weekend: [saturday]\nclosed: [2026-02-30, 2026-12-25T06:00]\nshut: []\n");

        assertThat(read("bad").calendar()).isNull();
        assertThat(read("bad").problems()).map(problem -> problem.toString().replaceFirst(".*/", "")).containsExactly(
                "bad.yaml:1:11: \"weekend\" cannot be \"saturday\". Use mon, tue, wed, thu, fri, sat or sun. [bad-value]",
                "bad.yaml:2:10: \"2026-02-30\" is no date. Dates are year-month-day, times 00:00 to 23:59. [bad-time]",
                "bad.yaml:2:22: \"2026-12-25T06:00\" is a time, and must be a date. Write 2026-12-25. [bad-time]",
                "bad.yaml:3:1: the calendar has no key \"shut\". Keys are weekend, closed and open. [unknown-key]");
    }

    private CalendarFolder.Found read(String name) throws IOException {
        return CalendarFolder.above(dags.resolve("a.yaml")).orElseThrow().read(name);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(dags.resolve("_calendars").resolve(name + ".yaml"), text);
    }
}
