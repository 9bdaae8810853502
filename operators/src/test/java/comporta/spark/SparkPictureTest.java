package comporta.spark;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkPictureTest {
    /** Jobs are {@code STATUS completed/tasks active skipped}, newest first; executors beside the driver are counted. */
    @ParameterizedTest(name = "{0}, {1} executors: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                   | 0 | 0.0  | no Spark job yet
            RUNNING 5/20 4 0                    | 2 | 0.25 | 0 of 1 Spark jobs so far, 5 of 20 tasks, 2 executors: job
            RUNNING 0/10 1 0, SUCCEEDED 10/10 0 0 | 1 | 0.5 | 1 of 2 Spark jobs so far, 10 of 20 tasks, 1 executor: job
            SUCCEEDED 5/20 0 15                 | 0 | 1.0  | 1 of 1 Spark jobs so far, 5 of 5 tasks
            FAILED 3/20 0 0                     | 0 | 0.15 | 1 of 1 Spark jobs so far, 3 of 20 tasks
            RUNNING 0/20 0 0                    | 0 | 0.0  | 0 of 1 Spark jobs so far, 0 of 20 tasks: it waits for executors, since no agent gives it what it asks for
            """)
    void inWords(String jobs, int executors, double fraction, String words) {
        var listed = jobs == null ? List.<Map<String, Object>>of() : List.of(jobs.split(", ", -1)).stream().map(SparkPictureTest::job).toList();
        var workers = new ArrayList<>(List.of(Map.<String, Object>of("id", "driver", "isActive", true)));
        for (int i = 0; i < executors; i++) {
            workers.add(Map.of("id", Integer.toString(i), "isActive", true, "totalCores", 4));
        }
        workers.add(Map.of("id", "9", "isActive", false));
        var progress = SparkPicture.of(listed, workers).progress();
        assertThat(progress.fraction()).isEqualTo(fraction);
        assertThat(progress.text()).isEqualTo(words);
    }

    private static Map<String, Object> job(String text) {
        var words = text.split("[ /]", -1);
        return PlainData.plain(Map.of(
                "status", words[0], "numCompletedTasks", Integer.valueOf(words[1]), "numTasks", Integer.valueOf(words[2]),
                "numActiveTasks", Integer.valueOf(words[3]), "numSkippedTasks", Integer.valueOf(words[4]), "name", "job"));
    }
}
