package comporta.loop;

import comporta.dag.Dag;
import comporta.store.Survey;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What past runs teach, of the DAGs that ran last. It is read again for a run that begins after another one has ended, but
 * reading takes no more than one part in twenty of the time: where a hundred runs begin while others end, most learn from a
 * past that is a moment old. For one thread.
 */
final class Memories {
    private static final int KEPT = 200;
    private static final int PARTS = 20;

    private record Read(Memory memory, long at, long took) {
        /** One that knows nothing is read again in any case: the second run of a DAG is not to be without a forecast. */
        boolean isDear() {
            return memory.newest > 0 && System.nanoTime() - at < PARTS * took;
        }
    }

    private final Survey survey;
    private final Map<String, Read> known = new LinkedHashMap<>(16, 0.75f, true);

    Memories(Survey survey) {
        this.survey = survey;
    }

    /** @param zone in which the DAG has its weekdays */
    Memory of(Dag dag, ZoneId zone) {
        var name = dag.id() + " " + dag.tasks().keySet().hashCode();
        var read = known.get(name);
        if (read == null || !(read.isDear() || read.memory().newest == Memory.newest(survey, dag))) {
            long began = System.nanoTime();
            var memory = Memory.of(survey, dag, zone);
            long now = System.nanoTime();
            read = new Read(memory, now, now - began);
            known.put(name, read);
            if (known.size() > KEPT) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return read.memory();
    }
}
