package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads stored mails. Whom a copy is for says a trace field, or else a file of JSON beside it. */
final class CopyReader {
    private static final int HEADER = 1 << 20;
    private static final Pattern ID = Pattern.compile("(?im)^Message-ID:\\s*(<[^>]*>)");
    private static final Pattern TO = Pattern.compile("\"to\"\\s*:\\s*\\[([^]]*)]");
    private static final Pattern FROM = Pattern.compile("\"from\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
    /** The fields that name a recipient, best first. */
    private static final String[] NAMING = {"X-Original-To", "Envelope-To", "Delivered-To"};

    private final Pattern trace;

    /** Trace: what the lines begin with that a server puts before a mail. */
    CopyReader(Pattern trace) {
        this.trace = trace;
    }

    /** Null if it isn't said yet whom it is for. */
    @Nullable
    Copy read(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        int start = behindTrace(octets);
        Copy.Told told = told(new String(octets, 0, start, UTF_8), file.resolveSibling(file.getFileName() + ".json"));
        if (told.recipients().isEmpty()) {
            return null;
        }
        Matcher id = ID.matcher(new String(octets, start, Math.min(octets.length - start, HEADER), UTF_8));
        Fingerprint print = Fingerprint.of(octets, start);
        return new Copy(file, start, told, id.find() ? id.group(1) : "", print.exact(), print.blind());
    }

    /** Where the first line begins that is no trace field, nor goes on with one. */
    private int behindTrace(byte[] octets) {
        int start = 0;
        boolean traced = false;
        while (start < octets.length) {
            int end = start;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            boolean folded = octets[start] == ' ' || octets[start] == '\t';
            String line = new String(octets, start, end - start, UTF_8);
            traced = folded ? traced : trace.matcher(line).lookingAt();
            if (!traced) {
                return start;
            }
            start = Math.min(octets.length, end + 1);
        }
        return start;
    }

    private static Copy.Told told(String top, Path beside) throws IOException {
        Set<String> recipients = new TreeSet<>();
        for (int i = 0; i < NAMING.length && recipients.isEmpty(); i++) {
            fields(top, NAMING[i], recipients);
        }
        Set<String> senders = new TreeSet<>();
        fields(top, "Return-Path", senders);
        String json = Files.exists(beside) ? Files.readString(beside) : "";
        if (recipients.isEmpty()) {
            Matcher to = TO.matcher(json);
            texts(TEXT, to.find() ? to.group(1) : "", recipients);
        }
        if (senders.isEmpty()) {
            texts(FROM, json, senders);
        }
        return new Copy.Told(
                recipients, senders.isEmpty() ? null : senders.iterator().next(), top + json);
    }

    private static void fields(String top, String name, Set<String> values) {
        Matcher field = Pattern.compile("(?im)^" + name + ":[ \t]*(.*?)\\s*$").matcher(top);
        while (field.find()) {
            values.add(Copy.plain(field.group(1)));
        }
    }

    private static void texts(Pattern pattern, String json, Set<String> values) {
        Matcher text = pattern.matcher(json);
        while (text.find()) {
            values.add(Copy.plain(unescaped(text.group(1))));
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
