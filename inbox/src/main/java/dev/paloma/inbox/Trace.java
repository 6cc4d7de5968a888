package dev.paloma.inbox;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header lines that stand before a caught mail (RFC 5321 §4.4), none of them folded. */
final class Trace {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Trace() {}

    /** @param from what the client calls itself and how it speaks */
    static List<String> of(Transaction mail, Peer from, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("Return-Path: <" + mail.sender() + ">");
        for (String recipient : mail.recipients()) {
            lines.add("Delivered-To: " + recipient);
        }
        lines.add("Received: from " + from.name() + " (" + literal(from.address()) + ") by localhost with "
                + from.protocol(mail.utf8()) + "; " + DATE.format(now));
        return lines;
    }

    /** RFC 5321 §4.1.3. The zone of a link-local address means nothing elsewhere. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.indexOf(':') < 0 ? "[" + plain + "]" : "[IPv6:" + plain + "]";
    }
}
