package dev.paloma.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Form;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.Sink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Form EVERYTHING = new Form(Form.Body.BINARY, true);
    private static final String EML = "From: ann@example.org\r\nTo: bob@example.net\r\nSubject: Hi\r\n\r\nHello\r\n";

    private static DkimSigner.Builder rsa() {
        return DkimSigner.builder("example.org", "r1")
                .key(Keys.RSA.getPrivate())
                .clock(NOON);
    }

    private static DkimSigner.Builder edwards() {
        return DkimSigner.builder("example.org", "e1")
                .key(Keys.ED25519.getPrivate())
                .clock(NOON);
    }

    private static Message.Builder letter() {
        return Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net")
                .subject("Grüße")
                .text("Hello Bob\n.\n..\n trailing \t\n\n\n");
    }

    private static byte[] written(Content content) throws IOException {
        Form form = content.form(Form.PLAIN);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        content.writeTo(sink, form);
        sink.flush();
        assertThat(content.size(form)).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static String text(Content content) throws IOException {
        return new String(written(content), ISO_8859_1);
    }

    private static Map<String, String> tags(Content content) throws IOException {
        return Verifier.tags(new Verifier(written(content)).signatures().get(0));
    }

    private static String names(Content content) throws IOException {
        return tags(content).getOrDefault("h", "").replaceAll("\\s", "");
    }

    @Test
    void everyAlgorithmAndCanonicalizationHolds() throws IOException {
        for (Canonicalization header : Canonicalization.values()) {
            for (Canonicalization body : Canonicalization.values()) {
                List<DkimSigner> signers = List.of(
                        rsa().canonicalization(header, body).build(),
                        edwards().canonicalization(header, body).build());
                for (Content content : List.of(letter().build(), Content.of(EML), Content.of(EML + " \r\n\r\n\r\n"))) {
                    Verifier mail = new Verifier(written(DkimSigner.sign(content, signers)));
                    assertThat(mail.signatures()).hasSize(2);
                    assertThat(mail.holds(0, Keys.RSA.getPublic())).isTrue();
                    assertThat(mail.holds(1, Keys.ED25519.getPublic())).isTrue();
                }
            }
        }
    }

    @Test
    void anyChangeBreaksIt() throws IOException {
        String mail = text(rsa().build().sign(Content.of(EML)));
        assertThat(new Verifier(mail).holds(0, Keys.RSA.getPublic())).isTrue();
        for (String changed : new String[] {
            mail.replace("Hello", "Hallo"),
            mail.replace("Subject: Hi", "Subject: Ho"),
            mail.replace("To: bob", "To: bob@example.com, bob"),
            mail.replace("Subject:", "Subject: Another\r\nSubject:"),
            mail.replace("From:", "Cc: eve@example.com\r\nFrom:"),
            mail + "more\r\n"
        }) {
            assertThat(new Verifier(changed).holds(0, Keys.RSA.getPublic())).isFalse();
        }
    }

    @Test
    void theFieldSaysWhatWasAskedFor() throws IOException {
        Content signed = rsa().identity("ann=b@news.example.org")
                .validity(Duration.ofDays(7))
                .canonicalization(Canonicalization.SIMPLE, Canonicalization.RELAXED)
                .build()
                .sign(Content.of(EML));
        assertThat(tags(signed))
                .containsEntry("v", "1")
                .containsEntry("a", "rsa-sha256")
                .containsEntry("c", "simple/relaxed")
                .containsEntry("d", "example.org")
                .containsEntry("s", "r1")
                .containsEntry("t", "1795435200")
                .containsEntry("x", "1796040000")
                .containsEntry("i", "ann=3Db@news.example.org")
                .doesNotContainKey("l");
        assertThat(tags(edwards().build().sign(Content.of(EML))))
                .containsEntry("a", "ed25519-sha256")
                .containsEntry("c", "relaxed/relaxed")
                .doesNotContainKeys("x", "i", "l");
    }

    @Test
    void theFieldsLinesFit() throws IOException {
        String domain = "a".repeat(60) + "." + "b".repeat(60) + ".example.org";
        Content signed = DkimSigner.builder(domain, "s".repeat(60))
                .key(Keys.pair("RSA", 4096).getPrivate())
                .identity("someone@" + domain)
                .fields("X-" + "y".repeat(73))
                .build()
                .sign(Content.of(EML));
        String field = new Verifier(written(signed)).signatures().get(0);
        assertThat(field.lines()).allSatisfy(line -> {
            assertThat(line.length()).isLessThan(200);
            assertThat(line).isNotBlank();
        });
        assertThat(field.lines().filter(line -> !line.contains(domain)))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
        assertThat(signed.headers().fields().get(0).name()).isEqualTo("DKIM-Signature");
    }

    @Test
    void whatPeopleSeeIsSignedOnceMoreThanItOccurs() throws IOException {
        String names = names(rsa().fields("X-Tag", "subject", "x-tag", "List-Id")
                .build()
                .sign(Content.of("X-TAG: 1\r\nList-Id: <a>\r\nList-Post: NO\r\nReceived: by x\r\nReturn-Path: <>\r\n"
                        + "Cc: a@example.org\r\nCc: b@example.org\r\nX-Other: y\r\n" + EML)));
        assertThat(names)
                .isEqualTo("From:From:To:To:Cc:Cc:Cc:Subject:Subject:Date:Message-ID:Reply-To:Sender:In-Reply-To:"
                        + "References:MIME-Version:Content-Type:Content-Transfer-Encoding:X-Tag:X-Tag:List-Id:List-Id:"
                        + "List-Post");
    }

    @Test
    void oneClickUnsubscribingIsSigned() throws IOException {
        Message message =
                letter().listUnsubscribe("https://example.org/u").oneClick().build();
        assertThat(names(rsa().build().sign(message))).contains("List-Unsubscribe:", "List-Unsubscribe-Post");
    }

    @Test
    void bccIsGoneBeforeItIsSigned() throws IOException {
        Content signed = rsa().build().sign(Content.of("Bcc: eve@example.com\r\n" + EML));
        assertThat(text(signed)).doesNotContain("eve@").doesNotContainIgnoringCase("bcc:");
        assertThat(new Verifier(written(signed)).holds(0, Keys.RSA.getPublic())).isTrue();
        assertThat(signed.envelope().recipients()).hasSize(2);
    }

    @Test
    void whatIsSentIsTheSameForEveryServer() throws IOException {
        Message message = letter().text("ß".repeat(2000) + "\r\n" + "x".repeat(3000))
                .attach("a.bin", "application/octet-stream", new byte[] {0, 13, 10, (byte) 255})
                .build();
        assertThat(message.form(EVERYTHING)).isNotEqualTo(Form.PLAIN);
        Content signed = edwards().build().sign(message);
        for (Form.Body body : Form.Body.values()) {
            assertThat(signed.form(new Form(body, true))).isEqualTo(Form.PLAIN);
        }
        String octets = text(signed);
        assertThat(octets.chars()).allMatch(c -> c < 0x80);
        assertThat(octets.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(999));
        assertThat(text(signed)).isEqualTo(octets);
        assertThat(new Verifier(octets).holds(0, Keys.ED25519.getPublic())).isTrue();
    }

    @Test
    void readyMadeEightBitMailIsEncodedFirst() throws IOException {
        Content signed = rsa().build()
                .sign(Content.of("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n" + EML + "Grüße\r\n"));
        assertThat(signed.form(EVERYTHING)).isEqualTo(Form.PLAIN);
        assertThat(text(signed)).contains("quoted-printable", "Gr=C3=BC=C3=9Fe");
        assertThat(new Verifier(written(signed)).holds(0, Keys.RSA.getPublic())).isTrue();
    }

    @Test
    void whatIsSignedIsWhatIsSentWithoutAMailboxFilesFirstLineAndWithFieldsEncoded() throws IOException {
        Content signed = rsa().build().sign(Content.of("From ann Mon Nov 23 12:00:00 2026\nComments: é\n" + EML));
        assertThat(signed.form(EVERYTHING)).isEqualTo(Form.PLAIN);
        assertThat(text(signed)).contains("\r\nComments: =?utf-8?B?w6k=?=\r\n").doesNotContain("From ann Mon");
        assertThat(new Verifier(written(signed)).holds(0, Keys.RSA.getPublic())).isTrue();
    }

    @Test
    void sealedEightBitMailIsSignedAsItIs() throws IOException {
        Content signed = rsa().build()
                .sign(Content.of("Content-Type: multipart/signed; boundary=b\r\n" + EML + "--b\r\n\r\né\r\n--b--\r\n"));
        assertThat(signed.form(Form.PLAIN)).isEqualTo(new Form(Form.Body.EIGHT_BIT, false));
        assertThat(new Verifier(written(signed)).holds(0, Keys.RSA.getPublic())).isTrue();
        assertThatThrownBy(() -> signed.writeTo(Sink.to(new ByteArrayOutputStream()), Form.PLAIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void internationalAddressesAreSignedAsUtf8() throws IOException {
        Message message = letter().to("grüße@example.net").build();
        Content signed = DkimSigner.builder("bücher.example", "schlüssel")
                .key(Keys.ED25519.getPrivate())
                .build()
                .sign(message);
        assertThat(signed.form(Form.PLAIN)).isEqualTo(new Form(Form.Body.SEVEN_BIT, true));
        assertThat(new String(written(signed), UTF_8)).contains("grüße@example.net");
        assertThat(tags(signed)).containsEntry("d", "xn--bcher-kva.example").containsEntry("s", "xn--schlssel-95a");
        assertThat(new Verifier(written(signed)).holds(0, Keys.ED25519.getPublic()))
                .isTrue();
    }

    @Test
    void whatIsNoMailOfLinesIsRefused() {
        DkimSigner signer = rsa().build();
        assertThatThrownBy(() -> signer.sign(Content.of("just text")))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("header line 1 is no field");
        assertThatThrownBy(() -> signer.sign(Content.of("To: x@example.org\r\n\r\nx")))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("From");
        Content binary =
                Content.of("Content-Type: multipart/signed; boundary=b\r\n" + EML + "--b\r\n\r\n\0\r\n--b--\r\n");
        assertThatThrownBy(() -> signer.sign(binary))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("binary");
        assertThatThrownBy(() -> signer.sign(Content.of("To: a@example.org\r\n".repeat(1500) + EML)))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("over 1000");
    }

    @Test
    void aMailWithoutBodyOrEmptyLineIsSigned() throws IOException {
        for (String mail : List.of("From: ann@example.org\r\n", "From: ann@example.org\r\n\r\n")) {
            for (Canonicalization how : Canonicalization.values()) {
                Content signed = rsa().canonicalization(how, how).build().sign(Content.of(mail));
                assertThat(new Verifier(text(signed) + (mail.endsWith("\r\n\r\n") ? "" : "\r\n"))
                                .holds(0, Keys.RSA.getPublic()))
                        .isTrue();
            }
        }
    }

    @Test
    void aFileThatChangedIsNotSentWithAWrongSignature(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "first");
        Content signed = rsa().build().sign(letter().attach(file).build());
        assertThat(new Verifier(written(signed)).holds(0, Keys.RSA.getPublic())).isTrue();
        Files.writeString(file, "other");
        assertThatThrownBy(() -> written(signed)).isInstanceOf(ContentException.class);
    }

    @Test
    void aSourceThatSaysSomethingElseTheSecondTimeIsNoticed() {
        AtomicInteger turn = new AtomicInteger();
        Message message = letter().attach(
                        "n.txt",
                        "application/octet-stream",
                        () -> new ByteArrayInputStream(new byte[] {(byte) turn.incrementAndGet()}))
                .build();
        Content signed = rsa().build().sign(message);
        assertThatThrownBy(() -> written(signed))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("changed");
    }

    @Test
    void contentThatCannotBeReadIsSaidWhenItIsSigned(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "first");
        Message message = letter().attach(file).build();
        Files.delete(file);
        assertThatThrownBy(() -> rsa().build().sign(message))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("can't read");
    }

    @Test
    void signedContentMayBeSignedAgainAndAttached() throws IOException {
        Content twice = edwards().build().sign(rsa().build().sign(letter().build()));
        Verifier mail = new Verifier(written(twice));
        assertThat(mail.holds(0, Keys.ED25519.getPublic())).isTrue();
        assertThat(mail.holds(1, Keys.RSA.getPublic())).isTrue();
        String inner = text(twice);
        assertThat(text(letter().attach(twice).build())).contains(inner);
    }

    @Test
    void withoutSignersNothingHappens() {
        Message message = letter().build();
        assertThat(DkimSigner.sign(message, List.of())).isSameAs(message);
    }

    @Test
    void itsHeadersAreTheMailsWithTheSignaturesBefore() {
        Message message = letter().build();
        Content signed =
                DkimSigner.sign(message, List.of(rsa().build(), edwards().build()));
        assertThat(signed.headers().all("DKIM-Signature")).hasSize(2);
        assertThat(signed.headers().without("DKIM-Signature")).isEqualTo(message.headers());
        assertThat(signed.messageId()).isEqualTo(message.messageId());
        assertThat(signed.envelope()).isEqualTo(message.envelope());
    }

    @Test
    void isForMailFromItsDomainAndThoseBelow() {
        DkimSigner signer = rsa().build();
        for (String from : List.of("ann@example.org", "Ann <ann@NEWS.Example.ORG>", "x@example.com, y@example.org")) {
            assertThat(signer.isFor(Content.of("From: " + from + "\r\n\r\n")))
                    .as(from)
                    .isTrue();
        }
        for (String from : List.of("ann@badexample.org", "ann@example.org.example.com", "not an address", "")) {
            assertThat(signer.isFor(Content.of("From: " + from + "\r\n\r\n")))
                    .as(from)
                    .isFalse();
        }
        assertThat(signer.isFor(Content.of("To: ann@example.org\r\n\r\n"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "exa\r\nmple.org", "-a", "a..b", "a_b", "[192.0.2.1]"})
    void whatIsNoDomainIsRefused(String name) {
        assertThatThrownBy(() -> DkimSigner.builder(name, "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("DKIM domain");
        assertThatThrownBy(() -> DkimSigner.builder("example.org", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("DKIM selector");
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        DkimSigner.Builder builder = rsa();
        for (String identity :
                List.of("ann", "ann@example.com", "@badexample.org", "a\nb@example.org", "ä@example.org")) {
            assertThatThrownBy(() -> builder.identity(identity)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String field : List.of("Bcc", "received", "Return-Path", "DKIM-Signature", "a:b", "a;b", "", "a\r\nb")) {
            assertThatThrownBy(() -> builder.fields(field)).isInstanceOf(IllegalArgumentException.class);
        }
        for (Duration validity : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(4000))) {
            assertThatThrownBy(() -> builder.validity(validity)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DkimSigner.builder("example.org", "s").build())
                .hasMessageContaining("needs a private key");
        String label = "a".repeat(60);
        String long250 = String.join(".", label, label, label, label);
        assertThatThrownBy(() -> DkimSigner.builder(long250, "s")).hasMessageContaining("longer together");
    }

    @Test
    void itShowsNothingOfItsKey() {
        assertThat(rsa().build()).hasToString("DkimSigner for example.org, selector r1, rsa-sha256");
    }
}
