package comporta.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The first script of a machine: what turns a fresh image into a master or an agent, once, at its first boot. Plain {@code sh}; all that is
 * put into it was checked to be one word when the cluster file was read.
 */
@SuppressWarnings("InlineFormatString")   // a script is read in one piece
final class UserData {
    /** What EC2 takes, before it is encoded. */
    static final int MOST = 16 * 1024;

    private static final String HEAD = """
            #!/bin/sh
            # Written by comporta cluster for %s; change cluster.yaml in its place.
            set -eu
            exec >>/var/log/comporta-user-data.log 2>&1
            export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            VERSION='%s'
            MESOS="/opt/mesos/$VERSION"
            mkdir -p "$MESOS" /var/lib/mesos /var/log/mesos
            """;

    private static final String FETCH = """
            if [ ! -x "$MESOS/sbin/mesos-%s" ]; then
              curl -fsSL --retry 5 '%s' | tar -xz -C "$MESOS" --strip-components=1
            fi
            """;

    private static final String HELD = """
            [ -x "$MESOS/sbin/mesos-%s" ] || { echo "the image holds no Mesos $VERSION under $MESOS" >&2; exit 1; }
            """;

    /** The token comes first: newer machines answer no question without one. */
    private static final String WHO = """
            meta=http://169.254.169.254/latest
            token=$(curl -fsS --retry 10 --retry-connrefused -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$meta/api/token")
            about() { curl -fsS --retry 5 -H "X-aws-ec2-metadata-token: $token" "$meta/meta-data/$1"; }
            instance=$(about instance-id)
            address=$(about local-ipv4)
            """;

    private static final String ZOOKEEPER = """
            mkdir -p /etc/zookeeper/conf /var/lib/zookeeper
            echo %d >/var/lib/zookeeper/myid
            cat >/etc/zookeeper/conf/zoo.cfg <<'END'
            tickTime=2000
            initLimit=10
            syncLimit=5
            dataDir=/var/lib/zookeeper
            clientPort=2181
            autopurge.snapRetainCount=3
            autopurge.purgeInterval=24
            4lw.commands.whitelist=ruok,srvr,mntr
            %s
            END
            systemctl enable zookeeper
            systemctl restart zookeeper
            """;

    private static final String SERVICE = """
            cat >/etc/systemd/system/mesos-%1$s.service <<END
            [Unit]
            Description=Mesos %1$s $VERSION
            Wants=network-online.target
            After=network-online.target%2$s
            [Service]
            ExecStart=$MESOS/sbin/mesos-%1$s %3$s
            Restart=always
            RestartSec=5
            LimitNOFILE=65536
            [Install]
            WantedBy=multi-user.target
            END
            systemctl daemon-reload
            systemctl enable mesos-%1$s
            systemctl restart mesos-%1$s
            """;

    private UserData() {}

    /** Of the master of that number, from 1. */
    static String master(Stack stack, int number, String version) {
        return head(stack, "master " + number + " of " + stack.addresses().size(), version) + mesos(stack, "master") + masterParts(stack, number);
    }

    /** Of an agent. */
    static String agent(Stack stack, Stack.SlaveType type, String version) {
        return head(stack, "an agent", version) + mesos(stack, "agent") + WHO + agentParts(stack, type);
    }

    /** Of the only machine of a stack: ZooKeeper, the master and an agent. */
    static String single(Stack stack, String version) {
        var agents = stack.slaveTypes().values().stream().findFirst();
        return head(stack, "everything on one machine", version) + mesos(stack, "master") + masterParts(stack, 1)
                + agents.map(type -> WHO + agentParts(stack, type)).orElse("");
    }

    private static String head(Stack stack, String what, String version) {
        return HEAD.formatted(what + " of " + stack.name(), version);
    }

    private static String mesos(Stack stack, String program) {
        return stack.archive() == null ? HELD.formatted(program) : FETCH.formatted(program, stack.archive().replace("{version}", "'\"$VERSION\"'"));
    }

    private static String masterParts(Stack stack, int number) {
        var address = stack.addresses().get(number - 1);
        var words = List.of(
                "--zk=" + stack.zookeeper(), "--quorum=" + stack.quorum(), "--cluster=" + stack.name(), "--ip=" + address, "--hostname=" + address,
                "--port=5050", "--work_dir=/var/lib/mesos/master", "--log_dir=/var/log/mesos");
        return ZOOKEEPER.formatted(number, String.join("\n", stack.members())) + SERVICE.formatted("master", " zookeeper.service", String.join(" ", words));
    }

    private static String agentParts(Stack stack, Stack.SlaveType type) {
        var attributes = new ArrayList<>(List.of("slave-type:" + type.name(), "instance-id:$instance", "instance-type:" + type.kind().instanceType()));
        type.attributes().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> attributes.add(each.getKey() + ":" + each.getValue()));
        var words = List.of(
                "--master=" + stack.zookeeper(), "--ip=$address", "--hostname=$address", "--port=5051", "--work_dir=/var/lib/mesos/agent",
                "--log_dir=/var/log/mesos", "--containerizers=docker,mesos",
                "--attributes=" + attributes.stream().collect(Collectors.joining(";")));
        return SERVICE.formatted("agent", "", String.join(" ", words));
    }
}
