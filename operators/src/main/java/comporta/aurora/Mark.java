package comporta.aurora;

import comporta.operator.LaunchIntent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By what a task of Aurora's is known to be a launch of ours, and not one of another scheduler with a DAG of the same name. */
final class Mark {
    static final String KEY = "comporta.mark";
    private static final int LENGTH = 16;

    private Mark() {}

    /** Anybody may read it on Aurora's pages: the secret of the launch cannot be had from it. */
    static String of(LaunchIntent intent) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(intent.token().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
