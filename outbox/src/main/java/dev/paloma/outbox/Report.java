package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A report to the sender that his mail didn't arrive (RFC 3464): for people, for programs, and the mail's header, or all of
 * the mail if that was asked for and it isn't large. It goes
 * into the outbox in the same transaction as the outcome, without a sender, so that no report is ever made of it (RFC
 * 5321 §4.5.5).
 *
 * @param draft the report as a mail
 * @param body its content
 */
record Report(Draft draft, Body body) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern STATUS = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$)");
    private static final Pattern ENCODED = Pattern.compile("\\+([0-9A-F]{2})");
    private static final int LONGEST = 900;
    /** Octets of a mail that is given back as a whole. */
    private static final long LARGEST = ChunkSink.LARGEST / 2;

    /** Null where nobody is to be told: no sender, nobody refused or expired, or none of them with a wish for reports. */
    static @Nullable Report of(String name, Loaded loaded, Finish end) {
        Mail mail = loaded.mail();
        Mailbox sender = mail == null ? null : mail.envelope().sender();
        if (mail == null || sender == null) {
            return null;
        }
        List<Integer> failed = new ArrayList<>();
        for (int i = 0; i < end.rows().size(); i++) {
            MailState state = end.rows().get(i).state();
            boolean over = state == MailState.REFUSED || state == MailState.EXPIRED;
            if (over && wants(mail.envelope().dsn(i))) {
                failed.add(i);
            }
        }
        return failed.isEmpty() ? null : report(name, new Text(mail, end, failed), sender);
    }

    /** Where nothing was said of reports, failures are reported (RFC 3461 §4.1). */
    private static boolean wants(@Nullable DsnRequest request) {
        String parameters = request == null ? "" : request.parameters();
        return !parameters.contains("NOTIFY=") || parameters.split(" ", 2)[0].contains("FAILURE");
    }

    private static Report report(String name, Text text, Mailbox sender) {
        byte[] octets = text.write(name, sender);
        Mail mail = new Mail(Envelope.of(null, List.of(sender)), Content.of(octets));
        SubmitOptions options =
                SubmitOptions.standard().withRoute(text.end.job().route());
        return new Report(Draft.of(mail, options), Body.of(octets));
    }

    /** What it says. */
    private record Text(Mail mail, Finish end, List<Integer> failed) {
        byte[] write(String name, Mailbox sender) {
            boolean utf8 = mail.envelope().needsUtf8();
            Instant now = Instant.ofEpochMilli(end.times().ended());
            String boundary = "=_" + UUID.randomUUID();
            String header = String.join(
                    "\r\n",
                    "From: Mail delivery <postmaster@" + name + ">",
                    "To: <" + sender.address() + ">",
                    "Date: " + DATE.format(now),
                    "Message-ID: <" + UUID.randomUUID() + "@" + name + ">",
                    "Subject: Your mail was not delivered",
                    "Auto-Submitted: auto-replied",
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/report; report-type=delivery-status;",
                    " boundary=\"" + boundary + "\"",
                    "");
            ReportPart returned = returned(utf8);
            List<ReportPart> parts = List.of(
                    ReportPart.of("text/plain; charset=utf-8", forPeople()),
                    ReportPart.of("message/" + (utf8 ? "global-" : "") + "delivery-status", forPrograms(name)),
                    returned);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(octets("Content-Transfer-Encoding: " + (returned.isEightBit() ? "8bit" : "7bit") + "\r\n"));
            for (ReportPart part : parts) {
                out.writeBytes(octets("\r\n--" + boundary + "\r\n" + part.write()));
            }
            out.writeBytes(octets("\r\n--" + boundary + "--\r\n"));
            return out.toByteArray();
        }

        private static byte[] octets(String latin1) {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        private String forPeople() {
            StringBuilder text = new StringBuilder("Your mail was not delivered to:\r\n\r\n");
            for (int i : failed) {
                Finish.Row row = end.rows().get(i);
                text.append(recipient(i).address())
                        .append(row.state() == MailState.EXPIRED ? "\r\n  its time is over; at last: " : "\r\n  ")
                        .append(said(row))
                        .append("\r\n\r\n");
            }
            return text.append("It won't be tried again.\r\n").toString();
        }

        private String forPrograms(String name) {
            String envelopeId = mail.envelope().options().envelopeId();
            StringBuilder text = new StringBuilder();
            text.append(envelopeId == null ? "" : "Original-Envelope-Id: " + envelopeId + "\r\n");
            text.append("Reporting-MTA: dns; ").append(name).append("\r\n");
            for (int i : failed) {
                Finish.Row row = end.rows().get(i);
                text.append("\r\n").append(original(mail.envelope().dsn(i)));
                text.append("Final-Recipient: ").append(recipient(i).needsUtf8() ? "utf-8; " : "rfc822; ");
                text.append(recipient(i).address())
                        .append("\r\nAction: failed\r\nStatus: ")
                        .append(status(row));
                if (row.code() != 0) {
                    text.append("\r\nDiagnostic-Code: smtp; ")
                            .append(row.code())
                            .append(' ')
                            .append(ascii(row.text()));
                }
                text.append("\r\n");
            }
            return text.toString();
        }

        /** As it was asked for; an address with letters beyond ASCII stays encoded, which any report may hold (RFC 6533 §3). */
        private static String original(@Nullable DsnRequest request) {
            String parameters = request == null ? "" : request.parameters();
            int at = parameters.indexOf("ORCPT=");
            if (at < 0) {
                return "";
            }
            String[] typed = parameters.substring(at + "ORCPT=".length()).split(";", 2);
            String address = typed[0].equalsIgnoreCase("utf-8")
                    ? typed[1]
                    : ENCODED.matcher(typed[1])
                            .replaceAll(one ->
                                    Matcher.quoteReplacement(Character.toString(Integer.parseInt(one.group(1), 16))));
            return "Original-Recipient: " + typed[0] + "; " + ascii(address) + "\r\n";
        }

        private Mailbox recipient(int index) {
            return mail.envelope().recipients().get(index);
        }

        private static String said(Finish.Row row) {
            String line = Replies.line(row.text());
            String cut = line.substring(0, Math.min(LONGEST, line.length()));
            return row.code() == 0 ? cut : row.code() + " " + cut;
        }

        private static String status(Finish.Row row) {
            if (row.state() == MailState.EXPIRED) {
                return "5.4.7"; // RFC 3463 §3.5: delivery time expired
            }
            Matcher matcher = STATUS.matcher(row.text());
            return matcher.find() && matcher.group(1).startsWith("5") ? matcher.group(1) : "5.0.0";
        }

        private static String ascii(String text) {
            String line = Replies.line(text).replaceAll("[^ -~]", "?");
            return line.substring(0, Math.min(LONGEST, line.length()));
        }

        private ReportPart returned(boolean utf8) {
            Content content = mail.content();
            Form form = ChunkSink.form(content);
            long size = content.size(form);
            boolean whole = mail.envelope().options().returned() == DeliveryOptions.Returned.FULL
                    && form.body() != Form.Body.BINARY
                    && size >= 0
                    && size <= LARGEST;
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try {
                Sink sink = Sink.to(written);
                if (whole) {
                    content.writeTo(sink, form);
                } else {
                    content.headers().writeTo(sink);
                }
                sink.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] octets = written.toByteArray();
            return whole
                    ? ReportPart.mail(
                            form.utf8() ? "message/global" : "message/rfc822",
                            octets,
                            form.body() == Form.Body.EIGHT_BIT || form.utf8())
                    : ReportPart.of(utf8 ? "message/global-headers" : "text/rfc822-headers", octets);
        }
    }
}
