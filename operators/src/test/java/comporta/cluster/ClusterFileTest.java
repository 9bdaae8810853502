package comporta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterFileTest {
    @Test
    void sayWhatAStackIs() {
        var stack = Stacks.test();
        assertThat(stack.quorum()).isEqualTo(2);
        assertThat(stack.zookeeper()).isEqualTo("zk://172.31.0.11:2181,172.31.0.12:2181,172.31.16.13:2181/mesos");
        assertThat(stack.members()).containsExactly("server.1=172.31.0.11:2888:3888", "server.2=172.31.0.12:2888:3888", "server.3=172.31.16.13:2888:3888");
        assertThat(stack.doors()).hasSize(3).first().isEqualTo("http://172.31.0.11:5050");
        assertThat(stack.roles()).containsExactly("mesos-master", "mesos-fixed", "mesos-on-demand");
        assertThat(stack.single().addresses()).containsExactly("172.31.0.11");
    }

    @ParameterizedTest(name = "{1} in place of {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mesos: 1.10.0              | mesos: 1.10                   | "mesos" is "1.10"
            mesos: 1.10.0              | mesos: "1.10.0'; reboot"      | "mesos" is
            172.31.0.12,               | ''                            | 2 addresses make no quorum
            172.31.0.12,               | 172.31.0.11,                  | 3 addresses make no quorum
            172.31.0.12,               | 172.31.0.312,                 | "addresses" is "172.31.0.312"
            10.0.0.0/8                 | 10.0.0.0/33                   | "allow" is "10.0.0.0/33"
            rack: r-1                  | rack: "r 1; x"                | "rack" is "r 1; x"
            max: 5                     | max: 5, min: 6                | or a group whose min is above its max
            image: ami-1               | imago: ami-1                  | imago
            """)
    void mistakesAreToldWithTheirPlace(String right, String wrong, String says) {
        assertThatThrownBy(() -> Stacks.read(Stacks.FILE.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cluster.yaml:").hasMessageContaining(says);
    }

    @Test
    void aStackThatIsNotThereIsAskedAbout() {
        assertThatThrownBy(() -> Stacks.read(Stacks.FILE).stack("tset")).hasMessageContaining("no stack \"tset\". Did you mean \"test\"");
    }
}
