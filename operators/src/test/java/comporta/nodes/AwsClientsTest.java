package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What is said of trouble on the way to AWS. */
class AwsClientsTest {
    private static Ec2Client client(String endpoint, AwsCredentialsProvider credentials) {
        var once = ClientOverrideConfiguration.builder().retryStrategy(DefaultRetryStrategy.doNotRetry());
        return AwsClients.leading(Ec2Client.builder(), "us-east-1", URI.create(endpoint), credentials, once).httpClient(UrlConnectionHttpClient.create()).build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1:1        | http://127.0.0.1:1 cannot be reached: Connection refused
            http://nowhere.invalid:81 | http://nowhere.invalid:81 cannot be reached: there is no such host
            """)
    void whoIsNotReachedIsNamed(String endpoint, String words) {
        try (var ec2 = client(endpoint, () -> AwsBasicCredentials.create("test", "test"))) {
            assertThatThrownBy(ec2::describeInstances).isInstanceOf(SdkClientException.class).hasMessage(words);
        }
    }

    @Test
    void whoHasNoCredentialsIsToldWhereTheyAreLookedFor() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(…)");
        };
        try (var ec2 = client("http://127.0.0.1:1", none)) {
            assertThatThrownBy(ec2::describeInstances).isInstanceOf(SdkClientException.class).hasMessage(
                    "no credentials of AWS were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role");
        }
    }
}
