package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.operator.Refused;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePoolTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "p", "nodes": 4}                                         | p p 4/4 [any] on-demand PT15M PT12H PT0S
            {"name": "p", "nodes": "4", "min_nodes": 2}                       | p p 4/2 [any] on-demand PT15M PT12H PT0S
            {"name": "p", "nodes": 0}                                         | p p 0/0 [any] on-demand PT15M PT12H PT0S
            {"name": "p", "nodes": 1, "instance_types": "m5.xlarge"}          | p p 1/1 [m5.xlarge] on-demand PT15M PT12H PT0S
            {"name": "p", "nodes": 1, "instance_types": ["a", "b"]}           | p p 1/1 [a, b] on-demand PT15M PT12H PT0S
            {"name": "p", "nodes": 1, "market": "spot", "slave_type": "s"}    | p s 1/1 [any] spot PT15M PT12H PT0S
            {"name": "p", "nodes": 1, "scale_timeout": "90s", "ttl": "2h"}    | p p 1/1 [any] on-demand PT1M30S PT2H PT0S
            {"name": "p", "nodes": 1, "keep_on_failure": "1h"}                | p p 1/1 [any] on-demand PT15M PT12H PT1H
            {"SLAVE_TYPE": "model", "NODE_COUNT": "3", "SCALE_TIMEOUT": "5"}  | model model 3/3 [any] on-demand PT5M PT12H PT0S
            {"SLAVE_TYPE": "model", "N_NODES": 3, "MODE": "spot-only"}        | model model 3/3 [any] spot PT15M PT12H PT0S
            """)
    void reads(String block, String pool) {
        var read = NodePool.of(settings(block));

        assertThat(String.join(
                        " ", read.name(), read.slaveType(), read.nodes() + "/" + read.minNodes(), read.instanceTypes().toString(),
                        read.market(), read.scaleTimeout().toString(), read.ttl().toString(), read.keepOnFailure().toString()))
                .isEqualTo(pool);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"nodes": 4}                                    | node_pool has no name. Write node_pool: {name: …, nodes: …}
            {"name": "p"}                                   | node_pool "p" does not say how many nodes. Write nodes: 0 to 1000
            {"name": "p", "nodes": "many"}                  | "nodes" wants a whole number, and is "many". Write 0 to 1000
            {"name": "p", "nodes": 1001}                    | "nodes" is 1001, and must be between 0 and 1000. Write 0 to 1000
            {"name": "p", "nodes": 2, "min_nodes": 3}       | min_nodes is 3, and nodes is only 2. Ask for at most as many as nodes
            {"name": "p", "nodes": 2, "market": "spots"}    | "market" cannot be "spots". Use on-demand, spot or spot-with-fallback
            {"name": "p", "nodes": 2, "scale_timeout": "5"} | "scale_timeout": "5" is not a duration. Write e.g. 15m or 12h
            """)
    void refuses(String block, String why) {
        assertThatThrownBy(() -> NodePool.of(settings(block))).isInstanceOf(Refused.class).hasMessage(why);
    }

    private static Map<String, Object> settings(String block) {
        return PlainData.mapFromJson("{\"node_pool\": " + block + "}");
    }
}
