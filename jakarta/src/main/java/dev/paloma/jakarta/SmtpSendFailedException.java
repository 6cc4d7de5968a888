package dev.paloma.jakarta;

import jakarta.mail.SendFailedException;

/**
 * A mail that wasn't taken, or not for everybody. Its three lists say who has it, who doesn't have it yet, and who never
 * will; {@link #getNextException} goes through the single recipients.
 */
public final class SmtpSendFailedException extends SendFailedException {
    private final String command;
    private final int returnCode;

    /** With the text, the lists and the chain of another. */
    SmtpSendFailedException(String command, int returnCode, SendFailedException told) {
        super(
                told.getMessage(),
                told.getNextException(),
                told.getValidSentAddresses(),
                told.getValidUnsentAddresses(),
                told.getInvalidAddresses());
        this.command = command;
        this.returnCode = returnCode;
    }

    /** What the server was answering: {@code MAIL FROM:<…>}, {@code DATA}, or {@code .} for the end of the content. */
    public String getCommand() {
        return command;
    }

    /** The reply's code; -1 where there was none. */
    public int getReturnCode() {
        return returnCode;
    }
}
