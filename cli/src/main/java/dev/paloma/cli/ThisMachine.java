package dev.paloma.cli;

import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs the command, and where. */
final class ThisMachine {
    private ThisMachine() {}

    /** Its name as the domain of an address; {@code localhost} where it has none that could be one. */
    static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return Mailbox.parse("x@" + name).domain();
        } catch (UnknownHostException | MessageException e) {
            return "localhost";
        }
    }

    /** The address of the user. */
    static String user() {
        return System.getProperty("user.name", "") + "@" + host();
    }
}
