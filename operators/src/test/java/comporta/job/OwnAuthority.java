package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for 127.0.0.1 that nobody else vouches for.
 *
 * @param file the certificate, as PEM
 * @param context of a server that shows it
 */
public record OwnAuthority(Path file, SSLContext context) {
    private static final String PASSWORD = "changeit";

    /** Makes one. */
    public static OwnAuthority in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("keys.p12");
        var file = folder.resolve("ca.pem");
        keytool("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-keystore", store.toString(),
                "-storepass", PASSWORD, "-validity", "10");
        keytool("-exportcert", "-rfc", "-alias", "a", "-keystore", store.toString(), "-storepass", PASSWORD, "-file", file.toString());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new OwnAuthority(file, context);
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
