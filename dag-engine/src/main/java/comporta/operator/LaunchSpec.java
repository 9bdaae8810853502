package comporta.operator;

import comporta.dag.PlainData;
import java.util.Map;

/** What one launch is to do, rendered, as plain data that is stored before the outside world hears of it. Secrets never stand in it. */
public record LaunchSpec(Map<String, Object> data) {
    public LaunchSpec {
        data = PlainData.plain(data);
    }
}
