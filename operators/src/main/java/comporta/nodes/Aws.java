package comporta.nodes;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * The ways to AWS, each made when it is first used: building one takes a good part of a second. Nothing is repeated by the SDK: it would
 * repeat answers of missing capacity too, and the next choice would come late.
 */
final class Aws implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);

    private final Once<SdkHttpClient> http;
    private final Once<Ec2Client> ec2;
    private final Once<AutoScalingClient> scaling;

    Aws(String region, @Nullable URI endpoint) {
        http = new Once<>(() -> UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING).socketTimeout(ANSWERING).build());
        ec2 = new Once<>(() -> AwsClients.leading(Ec2Client.builder(), region, endpoint, once()).httpClient(http.get()).build());
        scaling = new Once<>(
                () -> AwsClients.leading(AutoScalingClient.builder(), region, endpoint, once()).httpClient(http.get()).build());
    }

    Ec2Client ec2() {
        return ec2.get();
    }

    AutoScalingClient scaling() {
        return scaling.get();
    }

    private static ClientOverrideConfiguration.Builder once() {
        return ClientOverrideConfiguration.builder().retryStrategy(DefaultRetryStrategy.doNotRetry());
    }

    @Override
    public void close() {
        ec2.close();
        scaling.close();
        http.close();
    }

    /** Made by the first who needs it. */
    private static final class Once<T extends AutoCloseable> {
        private final Supplier<T> make;
        private @Nullable T made;

        Once(Supplier<T> make) {
            this.make = make;
        }

        synchronized T get() {
            var there = made;
            if (there == null) {
                there = make.get();
                made = there;
            }
            return there;
        }

        synchronized void close() {
            if (made != null) {
                try {
                    made.close();
                } catch (Exception e) {
                    throw new IllegalStateException("a way to AWS cannot be closed", e);
                }
            }
        }
    }
}
