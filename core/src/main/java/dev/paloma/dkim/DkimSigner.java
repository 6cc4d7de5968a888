package dev.paloma.dkim;

import dev.paloma.message.AddressException;
import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs mail for a domain (RFC 6376), with an RSA key or an Ed25519 key (RFC 8463). The public key stands in the DNS, as a
 * TXT record under {@code SELECTOR._domainkey.DOMAIN}.
 *
 * <p>What has to be a mail's last form is decided before it is signed: lines of ASCII, which every server takes as they
 * are, parts that hold anything else encoded (§5.3). Bcc is left out first, as from all that is written. What can't be
 * encoded any more, because it is signed or encrypted already or names addresses beyond ASCII, is signed as it is and goes
 * only where a server takes it so.
 *
 * <p>The whole body is signed, never a part of it ({@code l=}): others could add to it below the signature (§8.2).
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class DkimSigner {
    private final String domain;
    private final String selector;
    private final SigningKey key;
    private final Canonicalization header;
    private final Canonicalization body;
    private final @Nullable String identity;
    private final @Nullable Duration validity;
    private final List<String> further;
    private final Clock clock;

    private DkimSigner(Builder builder, SigningKey key) {
        domain = builder.domain;
        selector = builder.selector;
        this.key = key;
        header = builder.header;
        body = builder.body;
        identity = builder.identity;
        validity = builder.validity;
        further = List.copyOf(builder.further);
        clock = builder.clock;
    }

    /** How much header or body may change on the way without the signature being broken (§3.4). */
    public enum Canonicalization {
        /** Nothing but empty lines at the body's end. */
        SIMPLE,
        /** White space, where lines are folded, and the case of field names. */
        RELAXED;

        private String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A signer with the defaults.
     *
     * @param domain in whose name it signs; letters beyond ASCII become A-labels (RFC 8616 §3)
     * @param selector which of the domain's keys it is
     * @param key a file with the private key in PEM: PKCS #8, or PKCS #1 for RSA; not encrypted. RSA keys have 1024 to 4096
     *     bits; those under 2048 are out of date (RFC 8301 §3.2)
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if domain or selector are no names, or the file holds no such key
     */
    public static DkimSigner of(String domain, String selector, Path key) throws IOException {
        return builder(domain, selector).key(key).build();
    }

    /**
     * A signer with settings of its own.
     *
     * @throws IllegalArgumentException if domain or selector are no names
     */
    public static Builder builder(String domain, String selector) {
        return new Builder(domain, selector);
    }

    /** The domain in whose name it signs, in A-labels. */
    public String domain() {
        return domain;
    }

    /** Which of the domain's keys it is. */
    public String selector() {
        return selector;
    }

    /** Whether somebody in From is of this domain, or of one below it; false if From can't be read. */
    public boolean isFor(Content content) {
        String below = "." + domain;
        try {
            for (String from : content.headers().all("From")) {
                for (Mailbox author : Mailbox.parseList(from)) {
                    String of = "." + author.domain();
                    if (of.regionMatches(true, of.length() - below.length(), below, 0, below.length())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (AddressException e) {
            return false;
        }
    }

    /**
     * The content with a signature before it; whoever wrote it is not looked at. Reads it through once, and holds none of
     * its body. What it refers to must stay as it is until the last sending: content that has changed fails then with a
     * {@link dev.paloma.message.ContentException}.
     *
     * @throws MessageException if it has no From, a header that can't be taken apart, or binary data that can't be encoded
     * @throws UncheckedIOException if it can't be read
     * @throws IllegalStateException if the key can't be used, as one in a device that is gone
     */
    public Content sign(Content content) {
        return sign(content, List.of(this));
    }

    /**
     * The content with a signature of each of these, which is read through once for all of them; as it is if there are
     * none. Two signatures, RSA and Ed25519, reach those verifiers too that don't know the newer one (RFC 8463 §3).
     *
     * @param signers whose signatures stand at the top, in this order
     * @throws MessageException as {@link #sign(Content)} does, likewise the others
     */
    public static Content sign(Content content, List<DkimSigner> signers) {
        if (signers.isEmpty()) {
            return content;
        }
        Form form = content.form(Form.PLAIN);
        if (form.body() == Form.Body.BINARY) {
            throw new MessageException("the mail holds binary data, or lines over 998 octets, that can't be encoded"
                    + " without breaking it: DKIM signs lines of text");
        }
        FirstPass.Facts facts;
        try {
            facts = FirstPass.of(
                    content, form, signers.stream().map(signer -> signer.body).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the content to sign it: " + e.getMessage(), e);
        }
        StringBuilder fields = new StringBuilder();
        signers.forEach(signer -> fields.append(signer.field(facts)));
        return new SignedContent(content, form, fields.toString(), facts);
    }

    private String field(FirstPass.Facts facts) {
        List<String> names = SignedFields.of(facts.fields(), further);
        SignatureField field = tags().names("h", names).tag("bh", base64(facts.bodyHash(body)));
        ByteArrayOutputStream signed = new ByteArrayOutputStream(2048);
        Map<String, Integer> above = new HashMap<>();
        for (String name : names) {
            int place = above.merge(name, 1, Integer::sum) - 1;
            facts.fields().write(name, place, header, signed);
        }
        HeaderFields.writeLast(field.unsigned().getBytes(StandardCharsets.US_ASCII), header, signed);
        return field.signed(base64(key.sign(signed.toByteArray())));
    }

    private SignatureField tags() {
        Instant now = clock.instant();
        SignatureField field = new SignatureField()
                .tag("v", "1")
                .tag("a", key.algorithm())
                .tag("c", header.tag() + "/" + body.tag())
                .tag("d", domain)
                .tag("s", selector)
                .tag("t", Long.toString(now.getEpochSecond()));
        if (validity != null) {
            field.tag("x", Long.toString(now.plus(validity).getEpochSecond()));
        }
        return identity == null ? field : field.tag("i", identity);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Domain and selector; nothing of the key. */
    @Override
    public String toString() {
        return "DkimSigner for " + domain + ", selector " + selector + ", " + key.algorithm();
    }

    /**
     * Settings of a signer; a key is all it needs. Every method throws an {@link IllegalArgumentException} for what can't
     * stand in a signature. Not safe for use by several threads.
     */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(3650);

        private final String domain;
        private final String selector;
        private final List<String> further = new ArrayList<>();
        private @Nullable SigningKey key;
        private Canonicalization header = Canonicalization.RELAXED;
        private Canonicalization body = Canonicalization.RELAXED;
        private @Nullable String identity;
        private @Nullable Duration validity;
        private Clock clock = Clock.systemUTC();

        private Builder(String domain, String selector) {
            this.domain = Names.domain(domain);
            this.selector = Names.selector(selector, this.domain);
        }

        /**
         * A file with the private key in PEM, see {@link DkimSigner#of}.
         *
         * @throws IOException if it can't be read
         */
        public Builder key(Path file) throws IOException {
            return key(PemKey.of(file));
        }

        /** The private key as PEM text. */
        public Builder key(String pem) {
            return key(PemKey.of(pem));
        }

        /** The private key, RSA or Ed25519, which may live in a device. */
        public Builder key(PrivateKey secret) {
            key = new SigningKey(secret);
            return this;
        }

        /** How much may change on the way; both {@link Canonicalization#RELAXED} unless said otherwise. */
        public Builder canonicalization(Canonicalization ofHeader, Canonicalization ofBody) {
            header = ofHeader;
            body = ofBody;
            return this;
        }

        /**
         * On whose behalf it is signed ({@code i=}): {@code user@domain} or {@code @domain}, of the signer's domain or one
         * below it, in ASCII but for the domain's letters; not said unless it is given.
         */
        public Builder identity(String onBehalfOf) {
            identity = Names.identity(onBehalfOf, domain);
            return this;
        }

        /**
         * For how long a signature is valid ({@code x=}), 1 s to 3,650 days; without end unless said otherwise. A mail may wait
         * in queues for days.
         */
        public Builder validity(Duration time) {
            if (time.toSeconds() < 1 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a signature is valid for a second to ten years, not " + time);
            }
            validity = time;
            return this;
        }

        /**
         * Further fields to sign, beside those that people are shown and programs go by. They are signed once more than
         * they occur, so that nobody can add one; not even if there is none.
         */
        public Builder fields(String... names) {
            for (String name : names) {
                SignedFields.check(name);
                if (!SignedFields.isIn(further, name)) {
                    further.add(name);
                }
            }
            return this;
        }

        /** Where the time of signing comes from ({@code t=}); the system's clock unless said otherwise. */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /**
         * The signer.
         *
         * @throws IllegalArgumentException if there is no key
         */
        public DkimSigner build() {
            if (key == null) {
                throw new IllegalArgumentException("a signer of " + domain + " needs a private key");
            }
            return new DkimSigner(this, key);
        }
    }
}
