package comporta.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts texts at rest: AES-256 in GCM, which also notices any change. A sealed text is {@code v1:} and the base64 of
 * nonce, ciphertext and tag. It is bound to its place: what was sealed for one cannot be opened at another, so that nobody
 * moves a sealed text to where it is shown.
 */
public final class Sealer {
    private static final String VERSION = "v1:";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<List<SecretKey>> keys;
    private final RandomGenerator nonces;

    /**
     * @param key of 256 bits
     * @param nonces must never repeat under one key: {@link java.security.SecureRandom}, except in tests
     */
    public Sealer(SecretKey key, RandomGenerator nonces) {
        this(() -> List.of(key), nonces);
    }

    private Sealer(Supplier<List<SecretKey>> keys, RandomGenerator nonces) {
        this.keys = keys;
        this.nonces = nonces;
    }

    /**
     * Seals with the newest key of a file and opens with any of it; the file is read each time, so that a
     * key that was added counts at once.
     */
    public static Sealer of(Path keyFile, RandomGenerator random) {
        return new Sealer(() -> KeyFile.all(keyFile, random), random);
    }

    /** Encrypts {@code text} for one place, such as {@code conn.warehouse.password}. */
    public String seal(String text, String place) {
        var nonce = new byte[NONCE];
        nonces.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, keys.get().getFirst(), nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            var whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return VERSION + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM", e);
        }
    }

    /**
     * The text that was sealed.
     *
     * @throws SecretMissing when it was sealed with another key, for another place, by a newer version, or was changed since
     */
    public String open(String sealed, String place) {
        if (!sealed.startsWith(VERSION)) {
            throw new SecretMissing("the sealed value of " + place + " is not of version 1. Was it written by a newer Comporta?");
        }
        try {
            var whole = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            if (whole.length <= NONCE) {
                throw unfit(place, new IllegalArgumentException("only " + whole.length + " bytes"));
            }
            return new String(opened(whole, place), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unfit(place, e);
        }
    }

    private byte[] opened(byte[] whole, String place) throws GeneralSecurityException {
        var nonce = Arrays.copyOf(whole, NONCE);
        GeneralSecurityException first = null;
        for (var key : keys.get()) {
            try {
                return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(whole, NONCE, whole.length - NONCE);
            } catch (GeneralSecurityException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new GeneralSecurityException("no key") : first;
    }

    private static SecretMissing unfit(String place, Exception why) {
        var missing = new SecretMissing(
                "the sealed value of " + place
                + " cannot be opened: it was sealed with another key or for another place, or was changed since");
        missing.initCause(why);
        return missing;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
