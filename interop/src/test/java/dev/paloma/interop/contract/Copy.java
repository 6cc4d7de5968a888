package dev.paloma.interop.contract;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a server stored it.
 *
 * @param file where
 * @param start the octet at which the mail begins behind the server's trace fields
 * @param told what the server says of its envelope
 * @param id the Message-ID
 * @param exact its digest
 * @param blind its digest without letters beyond ASCII
 */
record Copy(Path file, int start, Told told, String id, String exact, String blind) {
    /**
     * What a server says of the envelope.
     *
     * @param recipients whom this copy is for
     * @param sender empty for none; null where it isn't said
     * @param all every word of it
     */
    record Told(Set<String> recipients, @Nullable String sender, String all) {}

    /** An address without its brackets, for comparison. */
    static String plain(String address) {
        String bare =
                address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
        return bare.toLowerCase(Locale.ROOT);
    }
}
