package dev.paloma;

import dev.paloma.message.Domain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Names of hosts, as text: nothing here is looked up. */
final class Hosts {
    /** The most that a name can have, a dot at its end included; matching longer ones would use up the stack. */
    private static final int LONGEST_NAME = 254;

    private Hosts() {}

    /** Whether this can only be this machine: what is sent there can't be read by others. */
    static boolean isLoopback(String host) {
        return host.startsWith("/") // a UNIX socket
                || host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || (host.startsWith("127.") && isIpv4(host));
    }

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** An IPv6 address, a zone perhaps behind it. */
    static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || !text.matches("[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?")) {
            return false;
        }
        try {
            return InetAddress.getByName(text) != null; // a literal, so nothing is looked up
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** An address as the 32-bit number that it is, such as 2130706433 for 127.0.0.1; null if it isn't one. */
    static @Nullable String fromInteger(String text) {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > 0xFFFF_FFFFL) {
            return null;
        }
        long address = Long.parseLong(text);
        return (address >> 24) + "." + ((address >> 16) & 0xFF) + "." + ((address >> 8) & 0xFF) + "."
                + (address & 0xFF);
    }

    /**
     * A host as it is looked up and checked: an address, or a name in its ASCII form.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static String canonical(String text) {
        String integer = fromInteger(text);
        if (integer != null) {
            return integer;
        }
        if (isIpv4(text) || isIpv6(text)) {
            return text;
        }
        if (text.matches("[0-9.]+")) {
            throw new IllegalArgumentException("'" + text + "' is neither an IPv4 address nor a host name");
        }
        boolean plainName = text.length() <= LONGEST_NAME
                && text.matches("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?"); // an underscore is no error here
        return plainName ? text : Domain.toAscii(text);
    }
}
