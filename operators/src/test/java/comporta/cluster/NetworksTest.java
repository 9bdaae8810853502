package comporta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    @ParameterizedTest(name = "{0} has {1}: {2}")
    @CsvSource(textBlock = """
            172.31.0.0/20,  172.31.0.11,     true
            172.31.0.0/20,  172.31.15.255,   true
            172.31.0.0/20,  172.31.16.0,     false
            0.0.0.0/0,      255.255.255.255, true
            10.0.0.1/32,    10.0.0.1,        true
            10.0.0.1/32,    10.0.0.2,        false
            200.0.0.0/5,    199.255.255.255, false
            """)
    void subnets(String network, String address, boolean has) {
        assertThat(Networks.has(network, address)).isEqualTo(has);
    }
}
