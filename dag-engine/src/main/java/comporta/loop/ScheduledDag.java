package comporta.loop;

import comporta.dag.Dag;
import comporta.timetable.Timetable;
import java.nio.file.Path;

/**
 * A DAG as it is found in the folder now.
 *
 * @param version number in the store of the version that its text is pinned as
 * @param path where the file lies
 * @param source its text
 * @param timetable of its schedule, with the calendar that it names
 */
public record ScheduledDag(Dag dag, long version, Path path, String source, Timetable timetable) {}
