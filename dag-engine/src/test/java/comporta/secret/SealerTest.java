package comporta.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final String PLACE = "conn.warehouse.password";

    private final Sealer sealer = sealer("00".repeat(32), new SecureRandom());

    /** The published vectors of GCM with keys of 256 bits (test cases 13 and 14). */
    @ParameterizedTest(name = "key {0}, nonce {1}, text {2}, place {3}: {4}")
    @CsvSource(textBlock = """
            0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000, '', '', 530f8afbc74536b9a963b4f1c4cb738b
            0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000, 00000000000000000000000000000000, '', cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919
            """)
    void isWhatEveryoneCallsGcm(String key, String nonce, String text, String place, String sealed) {
        var sealer = sealer(key, always(nonce));
        var plain = new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8);

        assertThat(sealer.seal(plain, place))
                .isEqualTo("v1:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(nonce + sealed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush", "pä55 wörd\n\"second line\"", "a text of more than one block of sixteen bytes"})
    void opensWhatItSealed(String text) {
        assertThat(sealer.open(sealer.seal(text, PLACE), PLACE)).isEqualTo(text);
    }

    @Test
    void theSameTextIsNeverSealedAlike() {
        assertThat(sealer.seal("hush", PLACE)).isNotEqualTo(sealer.seal("hush", PLACE)).doesNotContain("hush");
    }

    @Test
    void everyChangedBitIsNoticed() {
        var bytes = Base64.getDecoder().decode(sealer.seal("hush", PLACE).substring(3));
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var sealed = "v1:" + Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> sealer.open(sealed, PLACE)).isInstanceOf(SecretMissing.class).hasMessageContaining("was changed since");
        }
    }

    @Test
    void whatWasCutOffIsNoticed() {
        var bytes = Base64.getDecoder().decode(sealer.seal("hush", PLACE).substring(3));
        for (int length = 0; length < bytes.length; length++) {
            var sealed = "v1:" + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> sealer.open(sealed, PLACE)).isInstanceOf(SecretMissing.class);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            v2:AAAA       | is not of version 1
            hush          | is not of version 1
            v1:no base64! | was changed since
            """)
    void whatIsNotOursIsRefused(String sealed, String why) {
        assertThatThrownBy(() -> sealer.open(sealed, PLACE)).hasMessageContaining(PLACE).hasMessageContaining(why);
    }

    @Test
    void nobodyMovesItToWhereItIsShown() {
        var sealed = sealer.seal("hush", PLACE);

        assertThatThrownBy(() -> sealer.open(sealed, "conn.warehouse.user")).isInstanceOf(SecretMissing.class);
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        var sealed = sealer.seal("hush", PLACE);

        assertThatThrownBy(() -> sealer("01".repeat(32), new SecureRandom()).open(sealed, PLACE)).isInstanceOf(SecretMissing.class);
    }

    private static Sealer sealer(String key, RandomGenerator nonces) {
        return new Sealer(new SecretKeySpec(HexFormat.of().parseHex(key), "AES"), nonces);
    }

    private static RandomGenerator always(String nonce) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(HexFormat.of().parseHex(nonce), 0, bytes, 0, bytes.length);
            }
        };
    }
}
