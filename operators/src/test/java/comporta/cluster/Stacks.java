package comporta.cluster;

import java.nio.charset.StandardCharsets;

/** Cluster files of tests. */
final class Stacks {
    static final String FILE = """
            region: us-east-1
            smoke: [comporta, jobs, run, itaipu, --only, contracts]
            stacks:
              test: &test
                mesos: 1.10.0
                image: ami-1
                archive: "https://files.example.org/mesos-{version}.tar.gz"
                subnets: [subnet-a, subnet-b]
                allow: [10.0.0.0/8]
                masters: {instance_type: m5.large, instance_profile: mesos-master, addresses: [172.31.0.11, 172.31.0.12, 172.31.16.13]}
                slave_types:
                  mesos-fixed: {instance_type: m5.2xlarge, nodes: 2, disk: 100g, attributes: {rack: r-1}}
                  mesos-on-demand: {instance_type: m5.2xlarge, group: {name: test-mesos-on-demand, max: 5}}
            """.replace(" &test", "");

    private Stacks() {}

    static Stack test() {
        return read(FILE).stack("test");
    }

    static ClusterFile read(String text) {
        return ClusterFile.read("cluster.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
