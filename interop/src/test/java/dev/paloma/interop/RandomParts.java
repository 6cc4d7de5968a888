package dev.paloma.interop;

import dev.paloma.message.Part;
import dev.paloma.message.TransferEncoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Parts of all sorts. Truth: type, and where there is one disposition, filename, id, description, text, octets, parts. */
final class RandomParts {
    private static final String[] CHARSETS = {
        "UTF-8",
        "ISO-8859-1",
        "ISO-8859-2",
        "ISO-8859-5",
        "ISO-8859-7",
        "ISO-8859-15",
        "windows-1251",
        "windows-1252",
        "KOI8-R",
        "EUC-JP",
        "Shift_JIS",
        "ISO-2022-JP",
        "EUC-KR",
        "GBK",
        "windows-1255",
        "UTF-16",
        "UTF-16LE"
    };

    private static final String[] TYPES = {
        "application/octet-stream",
        "application/pdf",
        "image/png",
        "image/svg+xml",
        "application/zip",
        "x-custom/x.y-z+1"
    };

    private final Chance chance;
    private final RandomText text;
    private int ids;

    RandomParts(Chance chance, RandomText text) {
        this.chance = chance;
        this.text = text;
    }

    /** A leaf that may stand anywhere. */
    Sample<Part> leaf() {
        return chance.oneIn(2) ? textLeaf() : octets(size());
    }

    private int size() {
        return chance.oneIn(10) ? chance.between(0, 300_000) : chance.between(0, 3_000);
    }

    Sample<Part> textLeaf() {
        return switch (chance.between(0, 3)) {
            case 0 -> textIn(StandardCharsets.UTF_8, "text/html");
            case 1 -> textIn(Charset.forName(chance.pick(CHARSETS)), "text/plain");
            default -> textIn(StandardCharsets.UTF_8, chance.pick("text/plain", "text/csv", "text/markdown"));
        };
    }

    private Sample<Part> textIn(Charset charset, String type) {
        String content = charset.equals(StandardCharsets.UTF_8) ? text.body() : text.body(charset);
        Part.Builder part = Part.builder().contentType(type).charset(charset).text(content);
        Map<String, Object> truth = Sample.facts("type", type, "text", canonical(content));
        if (chance.oneIn(5) && !charset.name().startsWith("UTF-16")) {
            part.encoding(chance.pick(TransferEncoding.QUOTED_PRINTABLE, TransferEncoding.BASE64));
        }
        return finished(part, truth);
    }

    /** Octets, now and then ones that look like text. */
    Sample<Part> octets(int size) {
        byte[] octets = chance.oneIn(4) ? text.body().getBytes(StandardCharsets.UTF_8) : chance.octets(size);
        String type = chance.pick(TYPES);
        Part.Builder part = Part.builder().contentType(type).bytes(octets);
        return finished(part, octetTruth(type, octets));
    }

    /** A picture that HTML refers to. */
    Sample<Part> picture() {
        byte[] octets = chance.octets(chance.between(1, 5_000));
        String id = "picture" + ids++ + "." + chance.pick("a", "$%&'*", "{x}") + "@example.org";
        Part.Builder part =
                Part.builder().contentType("image/png").bytes(octets).inline().id(id);
        Map<String, Object> truth = octetTruth("image/png", octets);
        truth.put("disposition", "inline");
        truth.put("id", id);
        return new Sample<>(part.build(), truth);
    }

    /** A tree made by hand, with at least one leaf at its deepest place. */
    Sample<Part> tree(int depth) {
        if (depth == 0) {
            return leaf();
        }
        List<Part> made = new ArrayList<>();
        List<Object> truths = new ArrayList<>();
        int before = chance.between(0, 1);
        for (int i = 0; i <= before; i++) {
            Sample<Part> child = i == before ? tree(depth - 1) : leaf();
            made.add(child.made());
            truths.add(child.truth());
        }
        String subtype = chance.pick("mixed", "alternative", "parallel", "x-own");
        Part.Builder part = Part.builder().contentType("multipart/" + subtype).subparts(made);
        return new Sample<>(part.build(), Sample.facts("type", "multipart/" + subtype, "parts", truths));
    }

    private Sample<Part> finished(Part.Builder part, Map<String, Object> truth) {
        if (chance.oneIn(2)) {
            String disposition = chance.pick("attachment", "inline");
            if (disposition.equals("inline")) {
                part.inline();
            } else {
                part.attachment();
            }
            truth.put("disposition", disposition);
            String name = text.fileName();
            String last = name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
            if (last.isBlank() || last.equals(".") || last.equals("..")) { // no file's name: refused
                name += "x";
                last += "x";
            }
            part.name(name);
            truth.put("filename", last);
        }
        if (chance.oneIn(4)) {
            String description = text.line().strip();
            part.description(description);
            truth.put("description", description);
        }
        if (chance.oneIn(6)) {
            String value = text.line().strip();
            part.header("X-Part", value);
            truth.put("x-part", value);
        }
        return new Sample<>(part.build(), truth);
    }

    static Map<String, Object> octetTruth(String type, byte[] octets) {
        return Sample.facts("type", type, "sha256", sha256(octets), "length", octets.length);
    }

    /** Mail has CRLF only, and that is what comes of any line end in a text. */
    static String canonical(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
