package dev.paloma;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mail;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Signs what goes to servers, each mail with the signers that are for it. Safe for use by several threads. */
final class Signing {
    private final List<DkimSigner> signers;

    Signing(List<DkimSigner> signers) {
        this.signers = List.copyOf(signers);
    }

    /** The mail as it goes to servers. */
    Mail outgoing(Mail mail) {
        return signers.isEmpty() ? mail : new Mail(mail.envelope(), new ToBeSigned(mail, signers));
    }

    /** The mail as it was given, by which whoever sends it knows it. */
    static Mail given(Mail outgoing) {
        return outgoing.content() instanceof ToBeSigned content ? content.mail : outgoing;
    }

    /**
     * Content that is signed when somebody asks for its form, which is when it is about to be sent: signatures are slow,
     * so they are made by the many threads that send and not by the one that brings the mails. It is signed once, and goes
     * to each server with the same signature.
     */
    private static final class ToBeSigned implements Content {
        private final Mail mail;
        private final List<DkimSigner> signers;
        private final AtomicReference<@Nullable Content> signed = new AtomicReference<>();

        ToBeSigned(Mail mail, List<DkimSigner> signers) {
            this.mail = mail;
            this.signers = signers;
        }

        /** Two threads may both sign it; the first one's signature counts, for both. */
        private Content signed() {
            Content known = signed.get();
            if (known != null) {
                return known;
            }
            Content content = mail.content();
            Content made = DkimSigner.sign(
                    content,
                    signers.stream().filter(signer -> signer.isFor(content)).toList());
            Content first = signed.compareAndExchange(null, made);
            return first == null ? made : first;
        }

        @Override
        public Headers headers() {
            return mail.content().headers();
        }

        @Override
        public @Nullable String messageId() {
            return mail.content().messageId();
        }

        @Override
        public Envelope envelope() {
            return mail.content().envelope();
        }

        @Override
        public Form form(Form offered) {
            return signed().form(offered);
        }

        @Override
        public long size(Form form) {
            return signed().size(form);
        }

        @Override
        public void writeTo(Sink sink, Form form) throws IOException {
            signed().writeTo(sink, form);
        }
    }
}
