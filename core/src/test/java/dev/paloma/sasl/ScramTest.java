package dev.paloma.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM by itself; what a whole session makes of it is in {@code ScramSessionTest}. */
class ScramTest {
    private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";
    private static final String FIRST = "r=" + NONCE + "3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    private static final String LAST = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";
    private static final Credentials USER = Credentials.of("user", "pencil");
    private static final Channel PLAIN = new Channel("mail.example.org", 587, null, false);

    private static Mechanism.Exchange login() throws SaslException {
        return new Scram(Hash.SHA_1, false, () -> NONCE).begin(USER, PLAIN);
    }

    private static byte[] respond(Mechanism.Exchange exchange, String challenge) throws SaslException {
        return exchange.respond(challenge.getBytes(UTF_8));
    }

    private static SaslException failure(Mechanism.Exchange exchange, String challenge) {
        SaslException e = catchThrowableOfType(SaslException.class, () -> respond(exchange, challenge));
        assertThat(e).as("a failure").isNotNull();
        return e;
    }

    @Test
    void exampleOfRfc5802() throws SaslException {
        Mechanism.Exchange login = login();
        assertThat(login.initialResponse()).asString(UTF_8).isEqualTo("n,,n=user,r=" + NONCE);
        assertThat(respond(login, FIRST))
                .asString(UTF_8)
                .isEqualTo("c=biws,r=" + NONCE + "3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(respond(login, LAST)).isEmpty();
        login.complete(null);
        assertThat(failure(login, LAST)).hasMessageContaining("asks again");
    }

    @Test
    void exampleOfRfc7677() throws SaslException {
        String nonce = "rOprNGfwEbeRWgbNEkqO";
        String whole = nonce + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Mechanism.Exchange login = new Scram(Hash.SHA_256, false, () -> nonce).begin(USER, PLAIN);
        assertThat(login.initialResponse()).asString(UTF_8).isEqualTo("n,,n=user,r=" + nonce);
        assertThat(respond(login, "r=" + whole + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .asString(UTF_8)
                .isEqualTo("c=biws,r=" + whole + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(respond(login, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .isEmpty();
        login.complete(null);
    }

    @Test
    void proofBehindTheSuccessIsTakenToo() throws SaslException {
        Mechanism.Exchange login = login();
        respond(login, FIRST);
        login.complete(LAST.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v=rmF9pqV8S7suAoZWja4dJRkFsKA=", "v=", "v=!!", "rmF9pqV8S7suAoZWja4dJRkFsKQ=", "", "v=AAAA"})
    void F40_wrongProofIsSuspicious(String wrong) throws SaslException {
        Mechanism.Exchange login = login();
        respond(login, FIRST);
        SaslException e = failure(login, wrong);
        assertThat(e).hasMessageContaining("proof");
        assertThat(e.isSuspicious()).isTrue();
    }

    @Test
    void F40_successWithoutProofIsSuspiciousWheneverItComes() throws SaslException {
        Mechanism.Exchange atOnce = login();
        Mechanism.Exchange halfway = login();
        respond(halfway, FIRST);
        for (Mechanism.Exchange login : new Mechanism.Exchange[] {atOnce, halfway}) {
            SaslException e = catchThrowableOfType(SaslException.class, () -> login.complete(null));
            assertThat(e).hasMessageContaining("without proving");
            assertThat(e.isSuspicious()).isTrue();
        }
        SaslException early = catchThrowableOfType(SaslException.class, () -> login().complete(LAST.getBytes(UTF_8)));
        assertThat(early.isSuspicious()).isTrue();
    }

    @Test
    void errorInPlaceOfTheProofIsNamed() throws SaslException {
        Mechanism.Exchange login = login();
        respond(login, FIRST);
        assertThat(failure(login, "e=channel-bindings-dont-match")).hasMessageContaining("channel-bindings-dont-match");
        Mechanism.Exchange other = login();
        respond(other, FIRST);
        assertThat(failure(other, "e=\u001b[31mEVIL")).hasMessageContaining("other-error");
    }

    @ParameterizedTest
    @CsvSource({
        "1,true",
        "4095,true",
        "1000001,false",
        "2147483647,false",
        "4294971392,false",
        "99999999999999999999,false",
        "0,false",
        "-1,false",
        "4096x,false",
        "04096,false",
        "\u0664\u0660\u0669\u0666,false"
    })
    void S14_iterationsOutOfBoundsAreRefused(String count, boolean suspicious) throws SaslException {
        SaslException e = failure(login(), "r=" + NONCE + "x,s=QSXCR+Q6sek8bf92,i=" + count);
        assertThat(e).hasMessageContaining("iteration");
        assertThat(e.isSuspicious()).isEqualTo(suspicious);
    }

    /** A million of them take a second, and more where a server asks for them again and again. */
    @Test
    void workThatNobodyWaitsForEnds() throws SaslException {
        AtomicInteger asked = new AtomicInteger();
        Channel impatient = new Channel("h", 1, null, false, () -> asked.incrementAndGet() < 3);
        Mechanism.Exchange login = new Scram(Hash.SHA_1, false, () -> NONCE).begin(USER, impatient);
        SaslException e = failure(login, "r=" + NONCE + "x,s=QSXCR+Q6sek8bf92,i=1000000");
        assertThat(e).hasMessageContaining("iterations");
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {NONCE, "other", "fyko+d2lbbFgONRv9qkxdawl3rfc", NONCE + "\u00e9", NONCE + " x"})
    void S14_wrongNonceIsSuspicious(String nonce) throws SaslException {
        SaslException e = failure(login(), "r=" + nonce + ",s=QSXCR+Q6sek8bf92,i=4096");
        assertThat(e).hasMessageContaining("nonce");
        assertThat(e.isSuspicious()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=",
                "garbage",
                ",,,",
                "m=x,r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=4096",
                "r=fyko+d2lbbFgONRv9qkxdawLx,s=,i=4096",
                "r=fyko+d2lbbFgONRv9qkxdawLx,s=!!!!,i=4096",
                "r=fyko+d2lbbFgONRv9qkxdawLx,i=4096,s=QSXC",
                "r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i="
            })
    void malformedFirstChallengeIsRefused(String challenge) throws SaslException {
        assertThat(failure(login(), challenge)).hasMessageContainingAll("SCRAM");
    }

    @Test
    void unknownExtensionBehindTheCountIsIgnored() throws SaslException {
        assertThat(respond(login(), FIRST + ",x=1,y=2")).asString(UTF_8).startsWith("c=biws,");
    }

    @Test
    void saysWhatItThinksOfChannelBinding() throws SaslException {
        ChannelBinding binding = ChannelBinding.of("tls-server-end-point", new byte[] {1, 2, 3});
        assertThat(header(false, new Channel("h", 1, null, true))).isEqualTo("n,,");
        assertThat(header(false, new Channel("h", 1, binding, true))).isEqualTo("n,,");
        assertThat(header(false, new Channel("h", 1, binding, false))).isEqualTo("y,,");
        assertThat(header(true, new Channel("h", 1, binding, true))).isEqualTo("p=tls-server-end-point,,");
        Mechanism.Exchange bound =
                new Scram(Hash.SHA_1, true, () -> NONCE).begin(USER, new Channel("h", 1, binding, true));
        String input = Base64.getEncoder().encodeToString("p=tls-server-end-point,,\1\2\3".getBytes(UTF_8));
        assertThat(respond(bound, FIRST)).asString(UTF_8).startsWith("c=" + input + ",");
    }

    private static String header(boolean bound, Channel channel) throws SaslException {
        byte[] first =
                new Scram(Hash.SHA_256, bound, () -> NONCE).begin(USER, channel).initialResponse();
        assertThat(first).isNotNull();
        String text = new String(first, UTF_8);
        return text.substring(0, text.indexOf("n=user"));
    }

    @Test
    void boundFormNeedsSomethingToBeBoundTo() {
        SaslException e = catchThrowableOfType(
                SaslException.class, () -> Scram.bound(Hash.SHA_256).begin(USER, PLAIN));
        assertThat(e).hasMessageContaining("SCRAM-SHA-256-PLUS needs TLS");
    }

    @Test
    void escapesTheUserNameAndPreparesIt() throws SaslException {
        Mechanism.Exchange login =
                new Scram(Hash.SHA_1, false, () -> NONCE).begin(Credentials.of("a=b,c\u00ad\u2168", "x"), PLAIN);
        assertThat(login.initialResponse()).asString(UTF_8).isEqualTo("n,,n=a=3Db=2CcIX,r=" + NONCE);
    }

    @Test
    void everyLoginHasItsOwnNonce() throws SaslException {
        byte[] one = Scram.unbound(Hash.SHA_256).begin(USER, PLAIN).initialResponse();
        byte[] two = Scram.unbound(Hash.SHA_256).begin(USER, PLAIN).initialResponse();
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void S16_noErrorShowsThePassword() throws SaslException {
        Credentials canary = Credentials.of("ann", "canary-7351\u0007");
        SaslException e = catchThrowableOfType(
                SaslException.class, () -> Scram.unbound(Hash.SHA_256).begin(canary, PLAIN));
        assertThat(e).hasMessageContaining("password").message().doesNotContain("canary", "-7351");
        Mechanism.Exchange login = Scram.unbound(Hash.SHA_1).begin(Credentials.of("ann", "canary-7351"), PLAIN);
        assertThat(login.toString()).doesNotContain("canary");
        assertThat(failure(login, "r=x,s=QSXC,i=4096")).message().doesNotContain("canary");
    }
}
