package comporta.cluster;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Which subnet a machine stands in: the one that its address belongs to; without one, in turn. */
final class Networks {
    private Networks() {}

    static String subnet(List<Subnet> subnets, Make make) {
        if (subnets.isEmpty()) {
            throw new WorkStopped("none of the subnets of the cluster file is known at AWS: mend subnets", null);
        }
        var address = make.address();
        if (address == null) {
            return subnets.get(Math.floorMod(make.number() - 1, subnets.size())).subnetId();
        }
        return subnets.stream()
                .filter(subnet -> has(subnet.cidrBlock(), address))
                .findFirst()
                .map(Subnet::subnetId)
                .orElseThrow(() -> new WorkStopped("address " + address + " of " + make.role() + " " + make.number() + " lies in none of the subnets "
                        + String.join(", ", subnets.stream().map(each -> each.subnetId() + " (" + each.cidrBlock() + ")").toList())
                        + ": mend addresses or subnets of the cluster file", null));
    }

    /** Whether an IPv4 network such as {@code 10.0.0.0/8} has that address. */
    static boolean has(String network, String address) {
        int slash = network.indexOf('/');
        int bits = Integer.parseInt(network.substring(slash + 1));
        long mask = bits == 0 ? 0 : 0xFFFF_FFFFL << (32 - bits) & 0xFFFF_FFFFL;
        return (number(network.substring(0, slash)) & mask) == (number(address) & mask);
    }

    private static long number(String address) {
        long number = 0;
        for (var part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }
}
