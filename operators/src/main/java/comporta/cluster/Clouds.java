package comporta.cluster;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;

/** The ways to AWS. Credentials, profiles and proxies are found where the SDK finds them always. */
public final class Clouds {
    private Clouds() {}

    /** Machines and groups. */
    public static Cloud cloud(ClusterFile file) {
        return new AwsCloud(
                made(Ec2Client.builder(), file.region(), file.endpoint()).build(),
                new AwsGroups(made(AutoScalingClient.builder(), file.region(), file.endpoint()).build()));
    }

    /**
     * Roles, which belong to no region.
     *
     * @param endpoint a stand-in of AWS; null: AWS itself
     */
    public static Roles roles(@Nullable String endpoint) {
        var builder = IamClient.builder();
        made(builder, "us-east-1", endpoint);
        if (endpoint == null) {
            builder.region(Region.AWS_GLOBAL);
        }
        return new AwsRoles(builder.build());
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B made(B builder, String region, @Nullable String endpoint) {
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(5)).socketTimeout(Duration.ofSeconds(60)));
    }
}
