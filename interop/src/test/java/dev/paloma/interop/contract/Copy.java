package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a server stored it.
 *
 * @param file where
 * @param recipients whom this copy is for
 * @param sender of the envelope, empty for none; null where the server doesn't keep it
 * @param id the Message-ID
 * @param start where the mail begins behind the server's trace fields
 * @param exact its digest
 * @param blind its digest without letters beyond ASCII
 */
record Copy(
        Path file, Set<String> recipients, @Nullable String sender, String id, int start, String exact, String blind) {
    private static final Pattern ID = Pattern.compile("(?im)^Message-ID:\\s*(<[^>]*>)");
    private static final Pattern TO = Pattern.compile("\"to\"\\s*:\\s*\\[([^]]*)]");
    private static final Pattern FROM = Pattern.compile("\"from\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
    /** The fields that name a recipient, best first. */
    private static final String[] NAMING = {"X-Original-To", "Envelope-To", "Delivered-To"};

    /** Reads it; null if whom it is for isn't written yet. */
    static @Nullable Copy read(Path file, Pattern trace) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        int start = behindTrace(octets, trace);
        String top = new String(octets, 0, start, UTF_8);
        Set<String> recipients = new TreeSet<>();
        for (int i = 0; i < NAMING.length && recipients.isEmpty(); i++) {
            fields(top, NAMING[i], recipients);
        }
        Set<String> sender = new TreeSet<>();
        fields(top, "Return-Path", sender);
        Path beside = file.resolveSibling(file.getFileName() + ".json");
        if (recipients.isEmpty()) {
            if (!Files.exists(beside)) {
                return null;
            }
            String json = Files.readString(beside);
            texts(json, recipients);
            Matcher from = FROM.matcher(json);
            if (from.find()) {
                sender.add(plain(unescaped(from.group(1))));
            }
        }
        Matcher id = ID.matcher(new String(octets, start, Math.min(octets.length - start, 1 << 20), UTF_8));
        Fingerprint print = Fingerprint.of(octets, start);
        return new Copy(
                file,
                recipients,
                sender.isEmpty() ? null : sender.iterator().next(),
                id.find() ? id.group(1) : "",
                start,
                print.exact(),
                print.blind());
    }

    /** Where the first line begins that is no trace field, nor goes on with one. */
    private static int behindTrace(byte[] octets, Pattern trace) {
        int start = 0;
        boolean traced = false;
        while (start < octets.length) {
            int end = start;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            boolean folded = octets[start] == ' ' || octets[start] == '\t';
            traced = folded
                    ? traced
                    : trace.matcher(new String(octets, start, end - start, UTF_8))
                            .lookingAt();
            if (!traced) {
                return start;
            }
            start = Math.min(octets.length, end + 1);
        }
        return start;
    }

    private static void fields(String top, String name, Set<String> values) {
        Matcher field = Pattern.compile("(?im)^" + name + ":[ \t]*(.*?)\\s*$").matcher(top);
        while (field.find()) {
            values.add(plain(field.group(1)));
        }
    }

    private static void texts(String json, Set<String> recipients) {
        Matcher to = TO.matcher(json);
        Matcher text = TEXT.matcher(to.find() ? to.group(1) : "");
        while (text.find()) {
            recipients.add(plain(unescaped(text.group(1))));
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** An address without its brackets, for comparison. */
    static String plain(String address) {
        String bare =
                address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
        return bare.toLowerCase(Locale.ROOT);
    }
}
