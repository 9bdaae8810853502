package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.Progress;
import java.util.Map;

/** What a job tells us over HTTP while it runs. */
public sealed interface Report {

    /** Outputs: names to plain data. */
    record HandedOn(Map<String, Object> outputs) implements Report {
        public HandedOn {
            outputs = PlainData.plain(outputs);
        }
    }

    /** How far it is. */
    record HowFar(Progress progress) implements Report {}
}
