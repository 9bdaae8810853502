package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where masters are looked for: a list of them, or ZooKeeper, which names the leading one. */
public final class MasterAddress {
    private static final int MASTER_PORT = 5050;
    private static final Pattern ZOOKEEPER = Pattern.compile("zk://(?:([^@/]*)@)?([^/@]+)(/[^@]*)");
    /** Names that machines of EC2 have within their own network alone. */
    private static final Pattern EC2 = Pattern.compile("ip-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})(\\..*)?");

    private final List<URI> masters;
    private final Optional<ZooKeeper> zookeeper;
    private int next;

    /**
     * @param written {@code http://m1:5050,m2:5050} or {@code zk://[user:password@]h1:2181,h2:2181/mesos}
     * @throws Refused when it is neither
     */
    public MasterAddress(String written) {
        var zk = ZOOKEEPER.matcher(written);
        if (zk.matches()) {
            masters = List.of();
            zookeeper = Optional.of(new ZooKeeper(List.of(zk.group(2).split(",", -1)), zk.group(3),
                    zk.group(1) == null ? "" : zk.group(1)));
        } else {
            zookeeper = Optional.empty();
            var list = new ArrayList<URI>();
            var scheme = written.startsWith("https://") ? "https" : "http";
            for (var part : written.split(",", -1)) {
                list.add(master(scheme, part.strip(), written));
            }
            masters = List.copyOf(list);
        }
    }

    private static URI master(String scheme, String part, String written) {
        try {
            var uri = URI.create(part.contains("://") ? part : scheme + "://" + part);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? MASTER_PORT : uri.getPort()));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(written);
        }
        throw wrong(written);
    }

    private static Refused wrong(String written) {
        return new Refused(Cause.USER,
                "\"" + written.replaceAll("//[^/@]*@", "//…@") + "\" is no address of Mesos masters. Write http://master:5050, "
                + "several with commas, or zk://host:2181/mesos");
    }

    /**
     * A master to be asked next: the leading one, if ZooKeeper says so, else one after the other.
     *
     * @throws IOException when none is known
     */
    public synchronized URI next() throws IOException {
        if (zookeeper.isPresent()) {
            return zookeeper.get().leader();
        }
        next = (next + 1) % masters.size();
        return masters.get((next + masters.size() - 1) % masters.size());
    }

    /** After so many of {@link #next} each one was named that is known. */
    int count() {
        return Math.max(1, masters.size());
    }

    /** Where a master that does not lead sends us: its answer gives no scheme, and its path leads nowhere. */
    public static URI redirected(URI asked, String location) {
        var to = asked.resolve(location);
        var host = to.getHost() == null ? asked.getHost() : to.getHost();
        return URI.create(to.getScheme() + "://" + reachable(host) + ":" + (to.getPort() < 0 ? MASTER_PORT : to.getPort()));
    }

    /** {@code ip-10-130-118-157.ec2.internal} is no name outside, and yet says the address. */
    static String reachable(String host) {
        var name = EC2.matcher(host);
        return name.matches() ? String.join(".", name.group(1), name.group(2), name.group(3), name.group(4)) : host;
    }
}
