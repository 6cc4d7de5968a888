package dev.paloma.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestMd5Test {
    private static final Channel CHANNEL = new Channel("elwood.innosoft.com", 143, null, false);
    private static final Credentials CHRIS = Credentials.of("chris", "secret");
    private static final String CHALLENGE =
            "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\"," + "algorithm=md5-sess,charset=utf-8";

    private static Mechanism.Exchange login(String service, String nonce, Credentials credentials) {
        return new DigestMd5(service, () -> nonce).begin(credentials, CHANNEL);
    }

    private static Mechanism.Exchange imap() {
        return login("imap", "OA6MHXh6VqTrRk", CHRIS);
    }

    private static Map<String, String> response(Mechanism.Exchange login, String challenge) throws SaslException {
        return DigestDirectives.parse(new String(login.respond(challenge.getBytes(UTF_8)), UTF_8));
    }

    private static SaslException failure(Mechanism.Exchange login, String challenge) {
        SaslException e = catchThrowableOfType(SaslException.class, () -> login.respond(challenge.getBytes(UTF_8)));
        assertThat(e).as("a failure").isNotNull();
        return e;
    }

    @Test
    void firstExampleOfRfc2831() throws SaslException {
        Mechanism.Exchange login = imap();
        assertThat(login.initialResponse()).isNull();
        assertThat(new String(login.respond(CHALLENGE.getBytes(UTF_8)), UTF_8))
                .isEqualTo("charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\","
                        + "nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\","
                        + "response=d388dad90d4bbd760a152321f2143af7,qop=auth");
        assertThat(login.respond("rspauth=ea40f60335c427b5527b84dbabcdfffd".getBytes(UTF_8)))
                .isEmpty();
        login.complete(null);
    }

    @Test
    void secondExampleOfRfc2831() throws SaslException {
        Mechanism.Exchange login = login("acap", "OA9BSuZWMSpW8m", CHRIS);
        String challenge = CHALLENGE.replace("OA6MG9tEQGm2hh", "OA9BSXrbuRhWay");
        assertThat(response(login, challenge)).containsEntry("response", "6084c6db3fede7352c551284490fd0fc");
        login.complete("rspauth=2f0b3d7c3c2e486600ef710726aa2eae".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rspauth=ea40f60335c427b5527b84dbabcdfffe", "rspauth=", "x=y", "", "nonsense", CHALLENGE})
    void F40_wrongProofIsSuspicious(String wrong) throws SaslException {
        Mechanism.Exchange login = imap();
        login.respond(CHALLENGE.getBytes(UTF_8));
        assertThat(failure(login, wrong).isSuspicious()).isTrue();
    }

    @Test
    void F40_successWithoutProofIsSuspicious() throws SaslException {
        Mechanism.Exchange login = imap();
        login.respond(CHALLENGE.getBytes(UTF_8));
        SaslException e = catchThrowableOfType(SaslException.class, () -> login.complete(null));
        assertThat(e).hasMessageContaining("without proving");
        assertThat(e.isSuspicious()).isTrue();
        SaslException early = catchThrowableOfType(SaslException.class, () -> imap().complete(null));
        assertThat(early.isSuspicious()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonce",
                "nonce=\"open",
                "nonce=\"a\\",
                "nonce=\"a\"b",
                "realm=\"r\",algorithm=md5-sess",
                "nonce=\"\",algorithm=md5-sess",
                "nonce=\"n\"",
                "nonce=\"n\",algorithm=sha",
                "nonce=\"n\",algorithm=md5-sess,qop=\"auth-int,auth-conf\"",
                "=x"
            })
    void malformedChallengeIsRefused(String challenge) {
        assertThat(failure(imap(), challenge)).hasMessageContaining("DIGEST-MD5");
    }

    @Test
    void quotesAreReadAndWritten() throws SaslException {
        Mechanism.Exchange login = login("smtp", "c", Credentials.of("a\"b\\c", "x"));
        Map<String, String> said = response(
                login,
                " , realm=\"r\\\"1\" ,realm=\"r2\", nonce = \"n\\\\\" , qop=\"auth-int, auth\", algorithm=md5-sess,,");
        assertThat(said)
                .containsEntry("username", "a\"b\\c")
                .containsEntry("realm", "r\"1")
                .containsEntry("nonce", "n\\")
                .containsEntry("digest-uri", "smtp/elwood.innosoft.com")
                .doesNotContainKey("charset");
    }

    @Test
    void lettersBeyondLatin1NeedAServerThatReadsUtf8() throws SaslException {
        Credentials greek = Credentials.of("\u03b1", "\u03b2");
        String latin = "nonce=\"n\",algorithm=md5-sess";
        assertThat(failure(login("smtp", "c", greek), latin)).hasMessageContaining("8859-1");
        assertThat(response(login("smtp", "c", greek), latin + ",charset=utf-8"))
                .containsEntry("username", "\u03b1");
        Credentials french = Credentials.of("\u00e9", "\u00e9");
        byte[] said = login("smtp", "c", french).respond(latin.getBytes(UTF_8));
        assertThat(new String(said, ISO_8859_1)).contains("username=\"\u00e9\"");
    }

    /** Sessions that the JDK's own server side took part in; it chose the nonces and made the proofs. */
    @ParameterizedTest
    @CsvSource({
        "\u00e9l\u00e9,m\u00f6t,Ej96PVo7BoKVjumRXumjl3fmAtNpsdFiro98h97/,ef416a659c2d7dcc132c1f8e25e1b637,"
                + "ef02dd85a78f00d20f83c261ac1810a3",
        "\u03b1\u03b2,\u03b3\u03b4,kpOrCUnzMl/v83qM7pGHiXhllrqK2bLr1+hMzubb,16104fa71a9ecc5fc963d49ff5f8be86,"
                + "6deb273fda5ead472f85affbe3b4af4f",
        "a\"b\\,p\"\\q,6L9FGWKk8X+nwqG9OUb0BCFrfWj7hc+pyWBxKv9w,59e26d36be7bcd45d1646db933fdf9c2,"
                + "4a5edadef34ae341ca224a3f31929689",
        "\u00e9,\u03b3,Y3fqYqBZUx/ROYTbgh66ESVG+xkEEw4TAQHGdM1I,3cf2c4c76be66c8bdef35d001f92a365,"
                + "70165fa97f773d1a48a3de3106b4fe84"
    })
    void theJdksServerAgrees(String user, String password, String nonce, String response, String proof)
            throws SaslException {
        Mechanism.Exchange login = new DigestMd5("smtp", () -> "cn7351")
                .begin(Credentials.of(user, password), new Channel("mail.test", 25, null, false));
        String challenge = "realm=\"mail.test\",nonce=\"" + nonce + "\",charset=utf-8,algorithm=md5-sess";
        assertThat(response(login, challenge)).containsEntry("username", user).containsEntry("response", response);
        assertThat(login.respond(("rspauth=" + proof).getBytes(UTF_8))).isEmpty();
        login.complete(null);
    }
}
