package comporta.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UserDataTest {
    private final Stack stack = Stacks.test();

    @Test
    void aMasterKnowsItsNumberTheOthersAndHowManyMustAgree() throws Exception {
        var script = UserData.master(stack, 2, "1.11.0");
        assertThat(script).contains(
                "VERSION='1.11.0'",
                "curl -fsSL --retry 5 'https://files.example.org/mesos-'\"$VERSION\"'.tar.gz' | tar -xz",
                "echo 2 >/var/lib/zookeeper/myid",
                "server.1=172.31.0.11:2888:3888\nserver.2=172.31.0.12:2888:3888\nserver.3=172.31.16.13:2888:3888\n",
                "--zk=zk://172.31.0.11:2181,172.31.0.12:2181,172.31.16.13:2181/mesos --quorum=2 --cluster=test --ip=172.31.0.12 --hostname=172.31.0.12");
        assertIsShell(script);
    }

    @Test
    void anAgentKnowsTheMastersAndTellsWhatItIs() throws Exception {
        var script = UserData.agent(stack, stack.slaveType("mesos-fixed").orElseThrow(), "1.11.0");
        assertThat(script).contains(
                "--master=zk://172.31.0.11:2181,172.31.0.12:2181,172.31.16.13:2181/mesos --ip=$address",
                "--attributes=slave-type:mesos-fixed;instance-id:$instance;instance-type:m5.2xlarge;rack:r-1");
        assertThat(script).doesNotContain("zookeeper/myid");
        assertIsShell(script);
    }

    @Test
    void oneMachineCanBeAllOfIt() throws Exception {
        var script = UserData.single(stack.single(), "1.11.0");
        assertThat(script).contains("--quorum=1", "echo 1 >/var/lib/zookeeper/myid", "sbin/mesos-agent --master=zk://172.31.0.11:2181/mesos", "slave-type:mesos-fixed");
        assertThat(script.split("\n", -1)).filteredOn(line -> line.startsWith("server.")).containsExactly("server.1=172.31.0.11:2888:3888");
        assertIsShell(script);
    }

    @Test
    void anImageThatHoldsMesosFetchesNothing() throws Exception {
        var baked = Stacks.read(Stacks.FILE.replaceFirst(" *archive: .*\n", "")).stack("test");
        var script = UserData.master(baked, 1, "1.11.0");
        assertThat(script).doesNotContain("curl").contains("the image holds no Mesos $VERSION");
        assertIsShell(script);
    }

    private static void assertIsShell(String script) throws Exception {
        assertThat(script.getBytes(UTF_8)).hasSizeLessThan(UserData.MOST);
        assertThat(script).startsWith("#!/bin/sh\n");
        var shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        try (var in = shell.getOutputStream()) {
            in.write(script.getBytes(UTF_8));
        }
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
    }
}
