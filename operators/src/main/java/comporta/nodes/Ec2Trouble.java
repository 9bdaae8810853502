package comporta.nodes;

import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What an error of EC2 means for who asked for a machine. Codes as listed in the EC2 API reference, "Error codes".
 */
enum Ec2Trouble {
    /** Another zone, type or market may have one. */
    NO_CAPACITY,
    /** As many as are allowed run already; another type may count elsewhere. */
    QUOTA,
    /** The same call may succeed later: throttled, a fault of theirs, or what was made a moment ago is not known everywhere yet. */
    LATER,
    /** It will never succeed. */
    NEVER;

    private static final Set<String> CAPACITY_CODES = Set.of(
            "InsufficientInstanceCapacity", "InsufficientCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity",
            "SpotMaxPriceTooLow", "MaxSpotInstanceCountExceeded", "InsufficientFreeAddressesInSubnet", "Unsupported", "UnfulfillableCapacity");
    private static final Set<String> QUOTA_CODES = Set.of("VcpuLimitExceeded", "InstanceLimitExceeded", "MaxFleetCountExceeded");
    private static final Set<String> LATER_CODES = Set.of(
            "RequestLimitExceeded", "Throttling", "ThrottlingException", "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable",
            "RequestTimeout", "InvalidInstanceID.NotFound", "ScalingActivityInProgress", "ResourceContention");

    static Ec2Trouble of(String code, int status, String message) {
        if (CAPACITY_CODES.contains(code)) {
            return NO_CAPACITY;
        }
        if (QUOTA_CODES.contains(code)) {
            return QUOTA;
        }
        boolean isNewProfile = code.equals("InvalidParameterValue") && message.contains("Invalid IAM Instance Profile");
        return LATER_CODES.contains(code) || isNewProfile || status >= 500 || status == 429 ? LATER : NEVER;
    }

    static Ec2Trouble of(AwsServiceException e) {
        return of(code(e), e.statusCode(), words(e));
    }

    /** Their word for it; empty when they gave none. */
    static String code(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    /** Their words, without what is of no use to people. */
    static String words(AwsServiceException e) {
        var details = e.awsErrorDetails();
        var message = details == null ? null : details.errorMessage();
        return message == null || message.isBlank() ? "AWS answers " + e.statusCode() : message.replaceFirst("\\.$", "");
    }

    /** Code and words in one line. */
    static String line(AwsServiceException e) {
        var code = code(e);
        return code.isEmpty() ? words(e) : code + ": " + words(e);
    }
}
