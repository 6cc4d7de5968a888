package dev.paloma.jakarta;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;

/** A recipient that has the mail, where {@code mail.smtp.reportsuccess} asks to hear of it. No failure. */
public final class SmtpAddressSucceededException extends MessagingException {
    private final InternetAddress address;
    private final String command;
    private final int returnCode;

    SmtpAddressSucceededException(InternetAddress address, String command, int returnCode, String message) {
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
