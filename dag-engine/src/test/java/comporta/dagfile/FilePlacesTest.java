package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where keys and values stand, however they are written. */
class FilePlacesTest {
    private static final byte[] FILE =
            """
            dag: a
            schedule: "@daily"
            deadline: {by: "06:00"}
            tasks:
              a:
                run: echo {{ ds }}
                depends_on: [b, 'c']
              b: {job: {command: x}, depends_on: c}
              c:
                run: |
                  first
                  second
            """
                    .getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            dag,                       1:1,  1:6
            schedule,                  2:1,  2:12
            schedule/cron,             2:1,  2:12
            schedule/cron/0,           2:1,  2:12
            deadline/0/by,             3:12, 3:17
            deadline/by,               3:12, 3:17
            tasks/a,                   5:3,  6:5
            tasks/a/run,               6:5,  6:10
            tasks/a/job/command,       6:5,  6:10
            tasks/a/depends_on/0,      7:18, 7:18
            tasks/a/depends_on/1,      7:21, 7:22
            tasks/a/depends_on/7,      7:5,  7:5
            tasks/a/retries,           5:3,  5:3
            tasks/b/job/command,       8:13, 8:22
            tasks/b/depends_on/0,      8:38, 8:38
            tasks/c/run,               10:5, 11:7
            nothing/at/all,            1:1,  1:1
            """)
    void places(String path, String key, String value) {
        var file = (Node.Mapping) Objects.requireNonNull(YamlText.read(FILE, new Problems("a.yaml", false)));
        var places = new FilePlaces(file, FILE);
        assertThat(inWords(places.key(path.split("/", -1)))).isEqualTo(key);
        assertThat(inWords(places.value(path.split("/", -1)))).isEqualTo(value);
    }

    private static String inWords(Place place) {
        return place.line() + ":" + place.column();
    }
}
