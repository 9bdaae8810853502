package comporta.nodes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * moto, a stand-in of AWS, as processes that all tests of this JVM share: one for machines, and one for whole clusters, so that their tests
 * need not take turns. They keep apart by the names of their clusters. Any credentials pass.
 */
public final class Moto {
    /** The region of its default network. */
    public static final String REGION = "us-east-1";

    /** An image that moto has from the beginning. */
    public static final String IMAGE = "ami-03cf127a";

    private static final Duration START = Duration.ofMinutes(5);
    private static @Nullable URI ofMachines;
    private static @Nullable URI ofClusters;
    private static @Nullable Aws known;

    private Moto() {}

    /** Where the one for machines answers; a test that cannot have one is left out. */
    public static synchronized URI url() {
        var url = ofMachines == null ? start() : ofMachines;
        ofMachines = url;
        return url;
    }

    /** Where the one for those answers who make clusters, and no machines of leases; a test that cannot have one is left out. */
    public static synchronized URI urlForClusters() {
        var url = ofClusters == null ? start() : ofClusters;
        ofClusters = url;
        return url;
    }

    private static URI start() {
        var program = System.getenv().getOrDefault("COMPORTA_TEST_MOTO", "");
        assumeTrue(!program.isEmpty(), "./test could not set up moto");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        return start(Path.of(program));
    }

    private static URI start(Path program) {
        try {
            var url = URI.create("http://127.0.0.1:" + freePort());
            var builder = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(url.getPort()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(Map.of(
                    "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "1", "MOTO_ENABLE_AMI_VALIDATION", "1", "MOTO_ENABLE_KEYPAIR_VALIDATION", "1"));
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            await(url, process);
            return url;
        } catch (IOException e) {
            throw new UncheckedIOException("moto does not start", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(URI url, Process process) throws IOException {
        var until = System.nanoTime() + START.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() - until < 0 && process.isAlive()) {
                try {
                    if (client.send(HttpRequest.newBuilder(url.resolve("/moto-api/")).build(), BodyHandlers.discarding()).statusCode() < 500) {
                        return;
                    }
                } catch (IOException e) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
        process.destroyForcibly();
        throw new IOException("no answer from moto within " + START);
    }

    private static Aws aws() {
        synchronized (Moto.class) {
            var aws = known == null ? new Aws(REGION, url()) : known;
            known = aws;
            return aws;
        }
    }

    /** Ends an instance as AWS does when it wants a spot machine back. */
    public static void takeBack(String instance) {
        aws().ec2().terminateInstances(end -> end.instanceIds(instance));
    }

    /**
     * A machine that carries the tags of that cluster, of a lease that nobody has, and whose time is long over; it is protected against its end.
     *
     * @return its id
     */
    public static String stray(String cluster, String pool) {
        var tags = Map.of(
                Ec2Tags.CLUSTER, cluster, Ec2Tags.LEASE, "lost.lease", Ec2Tags.OWNER, "a scheduler that is no more", Ec2Tags.POOL, pool, Ec2Tags.INDEX, "0",
                Ec2Tags.EXPIRES, "2001-01-01T00:00:00Z");
        var instance = aws().ec2().runInstances(run -> run.imageId(IMAGE).instanceType("m5.large").minCount(1).maxCount(1)).instances().getFirst().instanceId();
        protect(instance, true);
        aws().ec2().createTags(create -> create.resources(instance)
                .tags(tags.entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList()));
        return instance;
    }

    /** Whether it cannot be ended by a call. */
    public static void protect(String instance, boolean isProtected) {
        aws().ec2().modifyInstanceAttribute(change -> change.instanceId(instance).disableApiTermination(value -> value.value(isProtected)));
    }

    /** Instances of a cluster that are paid for, told by moto itself. */
    public static List<Instance> living(String cluster) {
        synchronized (Moto.class) {
            var aws = aws();
            var settings = new Ec2Settings(REGION, url(), cluster, "", null, Map.of(), null, Ec2Settings.POLL, Ec2Settings.NO_CAPACITY);
            var look = new Ec2Look(aws, settings, NoAgents.UNKNOWN, InstantSource.system());
            try {
                return look.ofCluster();
            } catch (AwsServiceException e) {
                return look.ofCluster();   // now and then it stumbles over a change that is under way
            }
        }
    }
}
