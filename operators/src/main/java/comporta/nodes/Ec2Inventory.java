package comporta.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Whether what machines are made of, as the configuration says, is there. Nothing is changed. */
final class Ec2Inventory {
    private final Aws aws;

    Ec2Inventory(Aws aws) {
        this.aws = aws;
    }

    /** What is wrong with it, in words; empty: all that it names is there. */
    List<String> missing(SlaveType type) {
        var missing = new ArrayList<String>();
        var image = type.image();
        if (image != null) {
            look(missing, "image " + image, 1, () -> aws.ec2().describeImages(ask -> ask.imageIds(image)).images());
        }
        var subnets = type.subnets();
        if (!subnets.isEmpty()) {
            look(missing, "subnets " + String.join(", ", subnets), subnets.size(),
                    () -> aws.ec2().describeSubnets(ask -> ask.subnetIds(subnets)).subnets());
        }
        var allowed = type.securityGroups();
        if (!allowed.isEmpty()) {
            look(missing, "security groups " + String.join(", ", allowed), allowed.size(),
                    () -> aws.ec2().describeSecurityGroups(ask -> ask.groupIds(allowed)).securityGroups());
        }
        var group = type.group();
        if (group != null) {
            look(missing, "auto-scaling group " + group, 1,
                    () -> aws.scaling().describeAutoScalingGroups(ask -> ask.autoScalingGroupNames(group)).autoScalingGroups());
        }
        return missing;
    }

    /** Of some it says that they are not there, others it only leaves out. */
    private static void look(List<String> missing, String what, int wanted, Supplier<List<?>> found) {
        try {
            if (found.get().size() < wanted) {
                missing.add(what + ": not there");
            }
        } catch (AwsServiceException e) {
            missing.add(what + ": " + Ec2Trouble.line(e));
        }
    }
}
