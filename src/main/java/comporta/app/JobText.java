package comporta.app;

import comporta.dag.PlainData;
import java.nio.file.Path;
import java.util.Map;

/** A job as it is written down. */
final class JobText {
    private JobText() {}

    /** As a task of a DAG file. */
    static String task(KeptJob job) {
        return "  " + job.name() + ":\n"
                + (job.env().isEmpty() ? "" : "    env: " + PlainData.toJson(job.env()) + "\n")
                + "    job: " + PlainData.toJson(job.job()) + "\n";
    }

    /**
     * As a job file.
     *
     * @param block keys of the job in the order in which they are to stand there
     */
    static String file(Path file, KeptJob job, Map<String, Object> block) {
        var text = new StringBuilder("# A job of Comporta; its keys are those of job in a DAG file.\n# comporta jobs run ").append(file)
                .append("\nname: ").append(job.name()).append('\n');
        if (!job.env().isEmpty()) {
            text.append("env: ").append(PlainData.toJson(job.env())).append('\n');
        }
        text.append("job:\n");
        block.forEach((key, value) -> text.append("  ").append(key).append(": ")
                .append(value instanceof String plain && plain.matches("[\\w./-]+( [\\w./-]+)*") ? plain : PlainData.toJson(value))
                .append('\n'));
        return text.toString();
    }
}
