package comporta.decide;

import comporta.dag.PlainData;
import java.time.ZoneId;
import java.util.Map;

/**
 * What templates can read that belongs to no DAG.
 *
 * @param zone for DAGs that name none
 * @param variables by name, plain data
 * @param connections by name: host, port, schema, user; never a secret
 */
public record Surroundings(ZoneId zone, Map<String, Object> variables, Map<String, Map<String, Object>> connections) {
    public Surroundings {
        variables = PlainData.ordered(variables);
        connections = PlainData.ordered(connections);
    }
}
