package comporta.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;

/**
 * What every way to AWS has in common. Credentials, profiles and proxies are found where the SDK finds them always; what it says when it
 * finds none, or nobody answers, is put into words that help who reads them.
 */
public final class AwsClients {
    private AwsClients() {}

    /**
     * A builder of a client that leads there.
     *
     * @param region {@code aws-global} for what belongs to none
     * @param endpoint of a stand-in of AWS; null: AWS itself
     * @param more what else is special to the client
     */
    public static <B extends AwsClientBuilder<B, ?>> B leading(
            B builder, String region, @Nullable URI endpoint, ClientOverrideConfiguration.Builder more) {
        return leading(builder, region, endpoint, DefaultCredentialsProvider.builder().build(), more);
    }

    static <B extends AwsClientBuilder<B, ?>> B leading(
            B builder, String region, @Nullable URI endpoint, AwsCredentialsProvider credentials,
            ClientOverrideConfiguration.Builder more) {
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(Region.of(region))
                .credentialsProvider(() -> found(credentials))
                .overrideConfiguration(more.addExecutionInterceptor(new Where()).build());
    }

    /** The SDK lists each place in which it has looked, with the names of its classes. */
    private static AwsCredentials found(AwsCredentialsProvider credentials) {
        try {
            return credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw SdkClientException.create("no credentials of AWS were found. "
                    + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role", e);
        }
    }

    /** Says who was not reached. */
    private static final class Where implements ExecutionInterceptor {
        @Override
        public Throwable modifyException(Context.FailedExecution failed, ExecutionAttributes attributes) {
            var asked = failed.httpRequest();
            var lost = lost(failed.exception());
            if (asked.isEmpty() || lost == null) {
                return failed.exception();
            }
            var address = asked.get().getUri().resolve("/").toString().replaceFirst("/$", "");
            // Without its cause, which the SDK would put into words once more.
            return SdkClientException.create(switch (lost) {
                case UnknownHostException _ -> address + " cannot be reached: there is no such host";
                case ConnectException why -> address + " cannot be reached: " + why.getMessage();
                default -> address + ": " + lost.getMessage();
            });
        }

        private static @Nullable IOException lost(Throwable trouble) {
            var cause = trouble instanceof SdkClientException ? trouble.getCause() : null;
            while (cause != null && !(cause instanceof IOException)) {
                cause = cause.getCause();
            }
            return (IOException) cause;
        }
    }
}
