package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageFieldsTest {
    private static Message.Builder mail() {
        return Message.builder()
                .clock(RandomMessages.CLOCK)
                .random(new Random(1))
                .from("Ann <ann@example.org>")
                .to("bob@example.net");
    }

    private static String written(Message.Builder builder) {
        return Written.of(builder.build(), Written.SEVEN).text();
    }

    private static void refused(Runnable call, String saying) {
        assertThatExceptionOfType(MessageException.class).isThrownBy(call::run).withMessageContaining(saying);
    }

    @Test
    void writesTheLeastThereMustBe() {
        Message message = mail().text("Hello\n").build();
        assertThat(Written.of(message, Written.SEVEN).text())
                .isEqualTo("Date: Sun, 22 Nov 2026 11:15:30 +0100\r\n"
                        + "From: Ann <ann@example.org>\r\n"
                        + "To: bob@example.net\r\n"
                        + "Message-ID: " + message.messageId() + "\r\n"
                        + "MIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=us-ascii\r\n"
                        + "Content-Transfer-Encoding: 7bit\r\n"
                        + "\r\n"
                        + "Hello\r\n");
        assertThat(message.toString()).contains(message.messageId());
    }

    @Test
    void whatLooksLikeAnEncodedWordStaysText() {
        String text = "a =?utf-8?q?x?= b";
        Part part = Part.builder().text("a").header("X-Part", text).build();
        Message message = mail().to(Mailbox.of(text, "c@example.net"))
                .header("Comments", text)
                .body(part)
                .build();
        assertThat(Written.of(message, Written.SEVEN).text()).doesNotContain("=?utf-8?q?x?=");
        assertThat(message.headers().text("Comments")).isEqualTo(text);
        assertThat(message.headers().text("X-Part")).isEqualTo(text);
        assertThat(Mailbox.parseList(message.headers().all("To").get(0)))
                .extracting(Mailbox::name)
                .containsExactly(null, text);
    }

    @Test
    void messageIdHasFromsDomainAndIsChosenOnce() {
        Message.Builder builder = mail().text("a");
        Message one = builder.build();
        Message two = builder.build();
        assertThat(one.messageId()).matches("<[0-9a-z]+\\.[0-9a-z]+@example\\.org>");
        assertThat(two.messageId()).isNotEqualTo(one.messageId());
        assertThat(written(mail().messageId("<1@x.example>"))).contains("Message-ID: <1@x.example>\r\n");
        assertThat(written(mail().messageId("a.b+c@[192.0.2.1]"))).contains("Message-ID: <a.b+c@[192.0.2.1]>\r\n");
        assertThat(written(mail().messageId("1@x.example"))).contains("Message-ID: <1@x.example>\r\n");
        for (String bad : List.of(
                "",
                "<>",
                "a",
                "a@",
                "@b",
                "a b@c",
                "a@b>\r\nX: y",
                "<a@b",
                "é@b",
                "a@b@c",
                "(x)@[1.2",
                "a..b@c",
                "a@b.",
                "a@[1]2]",
                "a@[\\1]")) {
            refused(() -> mail().messageId(bad), "Message-ID");
        }
    }

    @Test
    void theSameClockAndRandomGiveTheSameMessage() {
        assertThat(new RandomMessages(9).message().messageId())
                .isEqualTo(new RandomMessages(9).message().messageId());
    }

    @Test
    void dateIsInTheZoneGiven() {
        Instant instant = Instant.parse("2024-02-29T23:59:59Z");
        assertThat(written(mail().date(instant))).contains("Date: Fri, 1 Mar 2024 00:59:59 +0100\r\n");
        ZonedDateTime there = instant.atZone(ZoneOffset.ofHoursMinutes(-9, -30));
        assertThat(written(mail().date(there))).contains("Date: Thu, 29 Feb 2024 14:29:59 -0930\r\n");
        refused(() -> mail().date(Instant.parse("+12345-01-01T00:00:00Z")).build(), "year");
    }

    @Test
    void addressFieldsGrowAndKeepGroups() {
        Message message = mail().to("Team: a@x.example, b@x.example;", "Carl Ü <c@x.example>")
                .cc(Mailbox.of("D", "d@x.example"), Mailbox.of(null, "e@x.example"))
                .replyTo("r@x.example")
                .build();
        Headers headers = message.headers();
        assertThat(headers.get("To"))
                .isEqualTo("bob@example.net, Team: a@x.example, b@x.example;, Carl =?utf-8?B?w5w=?= <c@x.example>");
        assertThat(headers.get("Cc")).isEqualTo("D <d@x.example>, e@x.example");
        assertThat(headers.get("Reply-To")).isEqualTo("r@x.example");
        assertThat(message.envelope().recipients())
                .extracting(Mailbox::address)
                .containsExactly(
                        "bob@example.net", "a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example");
    }

    @Test
    void bccIsInTheEnvelopeAndNowhereElse() {
        Message message = mail().bcc("Secret <hidden@example.com>").text("a").build();
        assertThat(message.envelope().recipients()).extracting(Mailbox::address).contains("hidden@example.com");
        for (Form form : Written.FORMS) {
            assertThat(Written.of(message, form).text())
                    .doesNotContainIgnoringCase("bcc:")
                    .doesNotContain("hidden");
        }
        assertThat(message.headers().get("Bcc")).isNull();
        refused(() -> mail().header("bCC", "x@y.example"), "shown to all");
    }

    @Test
    void envelopeSenderIsGivenOrSenderOrFrom() {
        assertThat(sender(mail())).isEqualTo("ann@example.org");
        assertThat(sender(mail().sender("office@example.org"))).isEqualTo("office@example.org");
        assertThat(sender(mail().envelopeSender("bounces@example.org"))).isEqualTo("bounces@example.org");
        assertThat(mail().envelopeSender("").build().envelope().sender()).isNull();
        assertThat(mail().envelopeSender("<>").build().envelope().sender()).isNull();
        assertThat(mail().envelopeSender((Mailbox) null).build().envelope().sender())
                .isNull();
        refused(() -> mail().envelopeSender("a@x.example, b@x.example"), "");
    }

    private static String sender(Message.Builder builder) {
        Mailbox sender = builder.build().envelope().sender();
        return sender == null ? "" : sender.address();
    }

    @Test
    void senderIsWrittenOnlyWhereItSaysSomethingNew() {
        assertThat(written(mail().sender("office@example.org"))).contains("\r\nSender: office@example.org\r\n");
        assertThat(written(mail().sender("ann@example.org"))).doesNotContain("Sender");
        assertThat(written(mail().from("Zoe <zoe@example.org>").sender("ann@example.org")))
                .contains("From: Ann <ann@example.org>, Zoe <zoe@example.org>\r\nSender: ann@example.org\r\n");
    }

    @Test
    void severalAuthorsNeedASender() {
        refused(() -> mail().from("zoe@example.org").build(), "Sender");
    }

    @Test
    void fromMustBeThere() {
        refused(() -> Message.builder().to("a@b.example").text("a").build(), "From");
        refused(() -> Message.builder().from("Nobody:;").to("a@b.example").build(), "From");
    }

    @Test
    void recipientsOverrideTheFields() {
        Message message = mail().recipients(List.of(Mailbox.parse("Only <only@x.example>")))
                .build();
        assertThat(message.envelope().recipients()).extracting(Mailbox::address).containsExactly("only@x.example");
        assertThat(message.headers().get("To")).isEqualTo("bob@example.net");
    }

    @Test
    void withoutRecipientsItIsBuiltButHasNoEnvelope() {
        Message message = Message.builder().from("a@b.example").text("a").build();
        assertThat(message.size(Form.PLAIN)).isPositive();
        refused(message::envelope, "recipient");
    }

    @Test
    void furtherFieldsKeepTheirOrder() {
        String text = written(mail().header("X-B", "1")
                .header("X-A", "Größe")
                .header("X-B", "2")
                .header("Comments", "three"));
        assertThat(text).contains("X-B: 1\r\nX-A: =?utf-8?B?R3LDtsOfZQ==?=\r\nX-B: 2\r\nComments: three\r\n");
    }

    @Test
    void knownFieldsGoTheWayOfTheirMethods() {
        Message message = Message.builder()
                .header("From", "a@b.example")
                .header("TO", "c@d.example")
                .header("cc", "e@f.example")
                .header("Sender", "s@b.example")
                .header("Reply-to", "r@b.example")
                .header("subject", "Größe")
                .header("Message-Id", "<1@b.example>")
                .build();
        assertThat(message.envelope().recipients()).hasSize(2);
        assertThat(message.headers().fields())
                .extracting(Headers.Field::name)
                .containsExactly(
                        "Date",
                        "From",
                        "Sender",
                        "Reply-To",
                        "To",
                        "Cc",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type");
        assertThat(message.headers().text("Subject")).isEqualTo("Größe");
    }

    @Test
    void refusesFieldsTheBuilderOwnsAndSecondOnesOfItsKind() {
        for (String owned : List.of(
                "Content-Type",
                "content-transfer-encoding",
                "MIME-Version",
                "Date",
                "Bcc",
                "Resent-To",
                "Return-Path")) {
            refused(() -> mail().header(owned, "x"), owned);
        }
        for (String once : List.of("Subject", "In-Reply-To", "References", "Auto-Submitted", "List-Unsubscribe")) {
            refused(() -> mail().header(once, "x").header(once.toUpperCase(Locale.ROOT), "y"), "only one");
        }
        refused(() -> mail().sender("a@b.example").header("Sender", "c@d.example"), "only one");
        refused(() -> mail().messageId("a@b").header("Message-ID", "<c@d>"), "only one");
    }

    @Test
    void longSubjectsAreFoldedAndComeBack() {
        String subject = "Größe, länger als eine Zeile ".repeat(40).strip();
        Message message = mail().subject(subject).build();
        assertThat(message.headers().text("Subject")).isEqualTo(subject);
        for (String line : Written.of(message, Written.SEVEN).text().split("\r\n")) {
            assertThat(line.length()).isLessThanOrEqualTo(76);
        }
        String unbroken = "x".repeat(3000);
        assertThat(mail().subject(unbroken).build().headers().text("Subject")).isEqualTo(unbroken);
    }

    @Test
    void aSubjectThatLooksEncodedComesBackAsGiven() {
        String subject = "=?utf-8?B?R3LDtsOfZQ==?=";
        assertThat(mail().subject(subject).build().headers().text("Subject")).isEqualTo(subject);
    }

    /** RFC 2369, RFC 8058. */
    @Test
    void listUnsubscribeTakesUrisAndOneClickNeedsHttps() {
        assertThat(written(mail().listUnsubscribe("https://x.example/u?a=1", "mailto:u@x.example")
                        .oneClick()))
                .contains(
                        "List-Unsubscribe: <https://x.example/u?a=1>, <mailto:u@x.example>",
                        "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        refused(() -> mail().listUnsubscribe("mailto:u@x.example").oneClick().build(), "https");
        refused(() -> mail().listUnsubscribe("http://x.example/").oneClick().build(), "https");
        refused(() -> mail().oneClick().build(), "https");
        for (String bad : List.of(
                "",
                "x",
                "https:",
                "ftp://x",
                "https://x y",
                "https://x,y",
                "https://x>",
                "https://x\r\n",
                "https://ü",
                "javascript:alert(1)",
                "https://" + "x".repeat(1000))) {
            refused(() -> mail().listUnsubscribe(bad), "URI");
        }
        refused(() -> mail().listUnsubscribe(), "URI");
    }

    @Test
    void autoSubmittedIsAToken() {
        assertThat(written(mail().autoSubmitted("auto-replied"))).contains("\r\nAuto-Submitted: auto-replied\r\n");
        refused(() -> mail().autoSubmitted("a b"), "Auto-Submitted");
    }
}
