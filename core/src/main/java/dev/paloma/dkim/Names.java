package dev.paloma.dkim;

import dev.paloma.message.AddressException;
import dev.paloma.message.Domain;
import dev.paloma.message.Mailbox;
import java.util.Locale;

/** Names that stand in a signature: A-labels, which are right in mails of every kind (RFC 8616 §3). */
final class Names {
    /** What a name in the DNS has room for. */
    private static final int LONGEST = 253;

    private Names() {}

    static String domain(String given) {
        try {
            return Domain.toAscii(given).toLowerCase(Locale.ROOT);
        } catch (AddressException e) {
            throw new IllegalArgumentException("DKIM domain: " + e.getMessage(), e);
        }
    }

    /** A selector may have several labels (RFC 6376 §3.1). */
    static String selector(String given, String domain) {
        String selector;
        try {
            selector = Domain.toAscii(given);
        } catch (AddressException e) {
            throw new IllegalArgumentException("DKIM selector: " + e.getMessage(), e);
        }
        if (selector.length() + "._domainkey.".length() + domain.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "DKIM selector and domain are longer together than the DNS has room for");
        }
        return selector;
    }

    /** The value of i= (RFC 6376 §3.5). */
    static String identity(String given, String domain) {
        int at = given.lastIndexOf('@');
        String of = domain(given.substring(at + 1));
        if (at < 0 || !("." + of).endsWith("." + domain)) {
            throw new IllegalArgumentException(
                    "DKIM identity: user@" + domain + " or @" + domain + ", or of a domain below it");
        }
        return at == 0 ? "@" + of : quoted(local(given)) + "@" + of;
    }

    private static String local(String given) {
        Mailbox mailbox;
        try {
            mailbox = Mailbox.parse(given);
        } catch (AddressException e) {
            throw new IllegalArgumentException("DKIM identity: " + e.getMessage(), e);
        }
        if (mailbox.needsUtf8()) {
            throw new IllegalArgumentException("DKIM identity: ASCII before the @, or nothing");
        }
        String address = mailbox.address();
        return address.substring(0, address.lastIndexOf('@'));
    }

    /** DKIM's own quoted-printable (RFC 6376 §2.11). */
    private static String quoted(String local) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c > ' ' && c < 0x7F && c != ';' && c != '=') {
                quoted.append(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "=%02X", (int) c));
            }
        }
        return quoted.toString();
    }
}
