package comporta.cluster;

import comporta.nodes.AwsClients;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;

/** The ways to AWS. */
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
        return new AwsRoles(made(IamClient.builder(), endpoint == null ? "aws-global" : "us-east-1", endpoint).build());
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B made(B builder, String region, @Nullable String endpoint) {
        return AwsClients.leading(builder, region, endpoint == null ? null : URI.create(endpoint), ClientOverrideConfiguration.builder())
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(5)).socketTimeout(Duration.ofSeconds(60)));
    }
}
