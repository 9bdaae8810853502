package comporta.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who has which password. */
class PasswordsTest {
    private final Passwords passwords = new Passwords(4);

    @Test
    void onlyOnesOwnFits() {
        var hash = passwords.hash("correct horse");
        assertThat(hash).startsWith("$2a$04$").hasSameSizeAs("$2a$04$" + ".".repeat(53));
        assertThat(passwords.fits("correct horse", hash)).isTrue();
        assertThat(passwords.fits("correct horsf", hash)).isFalse();
        assertThat(passwords.fits("correct horse".repeat(10), hash)).as("longer than bcrypt looks at").isFalse();
    }

    @Test
    void nobodyIsAskedLikeSomebody() {
        assertThat(passwords.fits("correct horse", null)).isFalse();
        assertThat(passwords.fits("", null)).isFalse();
    }
}
