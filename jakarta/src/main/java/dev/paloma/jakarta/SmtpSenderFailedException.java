package dev.paloma.jakarta;

import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;

/** A sender that the server refused. */
public final class SmtpSenderFailedException extends SendFailedException {
    private final InternetAddress address;
    private final String command;
    private final int returnCode;

    SmtpSenderFailedException(InternetAddress address, String command, int returnCode, String message) {
        super(message);
        this.address = address;
        this.command = command;
        this.returnCode = returnCode;
    }

    /** Whose address it is about. */
    public InternetAddress getAddress() {
        return address;
    }

    /** What was said about it, or would have been. */
    public String getCommand() {
        return command;
    }

    /** The reply's code; -1 where the server wasn't asked. */
    public int getReturnCode() {
        return returnCode;
    }
}
