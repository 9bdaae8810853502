package comporta.dagfile;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.mapOf;

import comporta.dagfile.Type.MapOf.Names;

/** A file with one job, outside of any DAG; its {@code job} is written as in a DAG file. */
public final class JobFile {
    private static final Type.Block KEYS = block("the job file",
            key("name", ID, "what the job is called; absent: as the file"),
            key("env", mapOf(Names.ANY, TEXT), "environment of the job"),
            key("job", JobKeys.JOB, "what is launched").needed(),
            key("spark", OperatorKeys.SPARK, "executors, when the job is a Spark driver that gets machines of its own"));

    private JobFile() {}

    /** @param shownPath how problems name the file */
    public static KeyedFile read(String shownPath, byte[] bytes) {
        return KeyedFile.read(shownPath, bytes, KEYS);
    }
}
