package dev.paloma.cli;

import java.util.List;

/** What the exit codes of each command mean, for its help page: {@code code:meaning}. */
final class ExitTexts {
    private static final String USAGE = "64:wrong usage";
    private static final String FILE = "66:a file can't be read";
    private static final String NO_HOST = "68:the server's name doesn't exist";
    private static final String FAULT = "70:internal error in Paloma";
    private static final String PROTOCOL = "76:the server broke the protocol; not sent";
    private static final String SECURITY = "77:authentication, TLS or permission: not sent";
    private static final String SETTINGS = "78:configuration: no server, bad URL, missing capability that was required";
    private static final String LATER = "75:not sent, for now: trying again may succeed";

    static final List<String> SENDING = List.of(
            " 0:every recipient was accepted",
            USAGE,
            "65:the message or an address isn't valid; nothing was sent",
            "66:an input file can't be read; nothing was sent",
            "67:one or more recipients, or the message, were refused for good",
            NO_HOST,
            FAULT,
            LATER,
            PROTOCOL,
            SECURITY,
            SETTINGS,
            "80:unknown: the content was sent but the answer never came; it may have been delivered");

    static final List<String> SENDMAIL = List.of(
            " 0:the server, or the outbox, has the mail",
            USAGE,
            "65:the mail or an address isn't valid; nothing was sent",
            "66:the mail can't be read; nothing was sent",
            "67:one or more recipients, or the mail, were refused for good",
            NO_HOST,
            FAULT,
            LATER,
            PROTOCOL,
            SECURITY,
            SETTINGS,
            "80:unknown: the content was sent but the answer never came; it may have been delivered");

    static final List<String> CHECKING = List.of(
            " 0:nothing is in the way of mail",
            USAGE,
            "65:an address isn't valid",
            FILE,
            "67:the sender or the recipient of --mail was refused for good",
            NO_HOST,
            FAULT,
            "75:nobody answered, or not for now: trying again may succeed",
            "76:the server broke the protocol",
            "77:authentication, TLS or permission",
            "78:configuration: bad URL, missing capability that was required");

    static final List<String> LOAD = List.of(
            " 0:every recipient of every mail was accepted",
            USAGE,
            "65:an address isn't valid; nothing was sent",
            FILE,
            "67:the first failure, or some recipients: refused for good",
            NO_HOST,
            FAULT,
            "75:the first failure, or some recipients: not for now",
            PROTOCOL,
            SECURITY,
            SETTINGS,
            "80:some mails may have been delivered: their answer never came");

    static final List<String> INBOX = List.of(
            " 0:it was stopped",
            USAGE,
            "66:the folder's name is none",
            FAULT,
            "75:it can't start: the port or the folder can't be had",
            "78:--bind names no address");

    static final List<String> SAYING = List.of(" 0:it was printed", USAGE, FAULT, "75:it couldn't be printed");

    static final List<String> OUTBOX = List.of(
            " 0:done",
            USAGE,
            "65:a mail or an address isn't valid; it isn't stored",
            "66:a file can't be read, or there is no mail with this id",
            FAULT,
            "75:the outbox can't be used now, or drain ran out of time",
            "78:configuration: no server, bad URL, no such outbox");

    private ExitTexts() {}
}
