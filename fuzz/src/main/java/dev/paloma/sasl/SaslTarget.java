package dev.paloma.sasl;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Challenges of hostile servers: answered or refused in one line; nobody is believed without proof; no secret gets out. */
public final class SaslTarget {
    static final String SECRET = "pencil";
    static final String USER = "user";
    /** The nonce of RFC 5802 §5, so that its example is an input. */
    static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";

    private static final Channel CHANNEL =
            new Channel("mail.example.org", 587, ChannelBinding.of("tls-server-end-point", new byte[] {1, 2}), true);
    /** Work that is allowed, but that would leave time for nothing else here. */
    private static final Pattern HARD_WORK = Pattern.compile(",i=([0-9]{5,7})");

    private SaslTarget() {}

    public static void run(Input input) {
        List<Mechanism> mechanisms = mechanisms();
        Mechanism mechanism = mechanisms.get(input.choice(mechanisms.size()));
        boolean dataWithSuccess = input.choice(2) == 1;
        List<byte[]> challenges = new ArrayList<>();
        while (!input.isEmpty()) {
            challenges.add(withNonce(input.octets()));
        }
        if (challenges.stream().noneMatch(SaslTarget::isHardWork)) {
            try {
                logIn(mechanism, challenges, dataWithSuccess);
            } catch (SaslException e) {
                Claim.oneLine(e.getMessage(), "exception");
                Claim.that(String.valueOf(e.getMessage()).length() < 300, "a long story");
                Claim.hides(e, SECRET);
            }
        }
    }

    /** Those that are offered, and in place of those with a random nonce the same ones with a known one. */
    private static List<Mechanism> mechanisms() {
        List<Mechanism> all = new ArrayList<>();
        for (Hash hash : List.of(Hash.SHA_1, Hash.SHA_256, Hash.SHA_512)) {
            all.add(new Scram(hash, false, () -> NONCE));
            all.add(new Scram(hash, true, () -> NONCE));
        }
        all.add(new DigestMd5("smtp", () -> NONCE));
        Mechanism.strongestFirst().stream()
                .filter(mechanism -> !(mechanism instanceof Scram) && !(mechanism instanceof DigestMd5))
                .forEach(all::add);
        return all;
    }

    private static void logIn(Mechanism mechanism, List<byte[]> challenges, boolean dataWithSuccess)
            throws SaslException {
        Mechanism.Exchange exchange = mechanism.begin(Credentials.of(USER, SECRET), CHANNEL);
        byte[] initial = exchange.initialResponse();
        List<byte[]> said = new ArrayList<>();
        int answered = dataWithSuccess && !challenges.isEmpty() ? challenges.size() - 1 : challenges.size();
        for (byte[] challenge : challenges.subList(0, answered)) {
            byte[] response = exchange.respond(challenge);
            checkResponse(mechanism, challenge, response);
            said.add(response);
        }
        exchange.complete(answered < challenges.size() ? challenges.get(answered) : null);
        if (mechanism instanceof Scram && initial != null) {
            ScramJudge.checkProof(mechanism.name(), initial, challenges, said);
        }
        if (mechanism instanceof DigestMd5) {
            Claim.that(challenges.size() >= 2, "DIGEST-MD5 believes without proof");
        }
    }

    private static void checkResponse(Mechanism mechanism, byte[] challenge, byte[] response) {
        Claim.that(response.length <= 2 * challenge.length + 1024, "a response of " + response.length);
        if (!mechanism.revealsPassword() && !contains(challenge, SECRET)) {
            Claim.hides(new String(response, StandardCharsets.UTF_8), SECRET, mechanism.name());
        }
    }

    private static boolean contains(byte[] octets, String text) {
        return new String(octets, StandardCharsets.UTF_8).contains(text);
    }

    /** SOH stands for the client's nonce, which an honest server repeats. */
    private static byte[] withNonce(byte[] challenge) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte octet : challenge) {
            if (octet == 1) {
                out.writeBytes(NONCE.getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write(octet);
            }
        }
        return out.toByteArray();
    }

    private static boolean isHardWork(byte[] challenge) {
        Matcher iterations = HARD_WORK.matcher(new String(challenge, StandardCharsets.ISO_8859_1));
        boolean hard = false;
        while (iterations.find()) {
            int count = Integer.parseInt(iterations.group(1));
            hard |= count > 10_000 && count <= 1_000_000;
        }
        return hard;
    }
}
