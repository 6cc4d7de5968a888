package dev.paloma.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {
    /** Where PKCS #1 begins in the PKCS #8 of an RSA key of some size. */
    private static final int PKCS1 = 26;

    private static String refused(String pem) {
        try {
            PemKey.of(pem);
            return "taken";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void readsPkcs8OfBothKinds() {
        assertThat(PemKey.of(Keys.pem("PRIVATE KEY", Keys.RSA.getPrivate().getEncoded())))
                .isEqualTo(Keys.RSA.getPrivate());
        assertThat(PemKey.of(Keys.pem("PRIVATE KEY", Keys.ED25519.getPrivate().getEncoded()))
                        .getEncoded())
                .isEqualTo(Keys.ED25519.getPrivate().getEncoded());
    }

    @Test
    void readsPkcs1AndWhatStandsAroundIt() {
        byte[] pkcs8 = Keys.RSA.getPrivate().getEncoded();
        String pem = Keys.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS1, pkcs8.length));
        assertThat(PemKey.of(pem)).isEqualTo(Keys.RSA.getPrivate());
        assertThat(PemKey.of("Bag Attributes\r\n  name: é\r\n" + pem.replace("\n", "\r\n") + "more"))
                .isEqualTo(Keys.RSA.getPrivate());
    }

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                Keys.pem("PRIVATE KEY", Keys.RSA.getPrivate().getEncoded()));
        assertThat(PemKey.of(file)).isEqualTo(Keys.RSA.getPrivate());
        assertThatThrownBy(() -> PemKey.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Path letter = Files.writeString(folder.resolve("letter"), "Dear Bob");
        assertThatThrownBy(() -> PemKey.of(letter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letter'")
                .hasMessageContaining("isn't PEM");
    }

    @Test
    void saysWhatIsThereInstead() {
        assertThat(refused("")).contains("isn't PEM", "BEGIN PRIVATE KEY");
        assertThat(refused(Keys.pem("PUBLIC KEY", Keys.RSA.getPublic().getEncoded())))
                .contains("is a PUBLIC KEY");
        assertThat(refused(Keys.pem("CERTIFICATE", new byte[9]))).contains("is a CERTIFICATE");
        assertThat(refused(Keys.pem("ENCRYPTED PRIVATE KEY", new byte[9]))).contains("is encrypted", "openssl pkey");
        assertThat(refused("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----"))
                .contains("is encrypted");
        assertThat(refused(Keys.pem("EC PRIVATE KEY", new byte[9]))).contains("an EC PRIVATE KEY", "RSA and Ed25519");
        assertThat(refused(Keys.pem("OPENSSH PRIVATE KEY", new byte[9]))).contains("an OPENSSH PRIVATE KEY");
        assertThat(refused(Keys.pem(
                        "PRIVATE KEY", Keys.pair("EC", 256).getPrivate().getEncoded())))
                .contains("neither an RSA nor an Ed25519 key");
        assertThat(refused(Keys.pem(
                        "PRIVATE KEY", Keys.pair("Ed448", 448).getPrivate().getEncoded())))
                .contains("neither an RSA nor an Ed25519 key");
        assertThat(refused("x".repeat(70_000))).contains("over 64 KiB");
    }

    @Test
    void aDamagedKeyIsRefusedWithoutShowingIt() {
        String pem = Keys.pem("PRIVATE KEY", Keys.RSA.getPrivate().getEncoded());
        String canary = pem.substring(100, 120);
        for (String broken : new String[] {
            pem.replace("-----END", "-----AND"),
            pem.replace(canary, "????"),
            pem.replace(canary, ""),
            pem.replace("MII", "MAI")
        }) {
            assertThat(refused(broken)).startsWith("DKIM key ").doesNotContain(pem.substring(200, 210));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1023})
    void aShortRsaKeyIsRefused(int bits) {
        PrivateKey key = Keys.pair("RSA", bits).getPrivate();
        assertThatThrownBy(() -> new SigningKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bits + " bits: DKIM takes 1024");
    }

    @Test
    void anRsaKeyOf1024BitsIsTaken() {
        assertThat(new SigningKey(Keys.pair("RSA", 1024).getPrivate()).algorithm())
                .isEqualTo("rsa-sha256");
    }

    @Test
    void otherKindsOfKeysAreRefused() {
        for (PrivateKey key : new PrivateKey[] {
            Keys.pair("EC", 256).getPrivate(), Keys.pair("Ed448", 448).getPrivate()
        }) {
            assertThatThrownBy(() -> new SigningKey(key)).hasMessageContaining("RSA and Ed25519 keys");
        }
    }
}
