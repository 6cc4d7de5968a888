package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail the server received whole and didn't refuse. Immutable. */
public final class ReceivedMail {
    private final Client client;
    private final PathArgument sender;
    private final List<Recipient> recipients;
    private final byte[] content;

    /** Who brought it. */
    record Client(
            int connection,
            String name,
            boolean encrypted,
            @Nullable String user) {}

    ReceivedMail(Client client, PathArgument sender, List<Recipient> recipients, byte[] content) {
        this.client = client;
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        this.content = content;
    }

    /** The number of the connection it came by, from 1. */
    public int connection() {
        return client.connection();
    }

    /** The name the client gave with EHLO, HELO or LHLO. */
    public String clientName() {
        return client.name();
    }

    /** Whether it came over TLS. */
    public boolean isEncrypted() {
        return client.encrypted();
    }

    /** Who was logged in, or null. */
    public @Nullable String user() {
        return client.user();
    }

    /** What stood between the angle brackets of MAIL, untouched; empty for the null sender. */
    public String sender() {
        return sender.address();
    }

    /** The parameters of MAIL, {@code KEYWORD=value} each, untouched. */
    public List<String> senderParameters() {
        return sender.parameters();
    }

    /** The accepted recipients, in the order they were named. */
    public List<Recipient> recipients() {
        return recipients;
    }

    /** The accepted recipients' addresses, untouched. */
    public List<String> recipientAddresses() {
        return recipients.stream().map(Recipient::address).toList();
    }

    /** The content: dot-stuffing undone, nothing else changed. */
    public byte[] content() {
        return content.clone();
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(content, UTF_8);
    }

    @Override
    public String toString() {
        return "from <" + sender.address() + "> to " + recipientAddresses() + ", " + content.length + " bytes";
    }
}
