package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Header fields: refused in one line or read, and then the same after folding; no value makes a second field. */
public final class HeaderTarget {
    /** Fields that are written anew if there is anything beyond ASCII in them. */
    private static final Set<String> ADDRESSES = Set.of("from", "sender", "reply-to", "to", "cc", "bcc");

    private HeaderTarget() {}

    public static void run(Input input) {
        if (input.choice(2) == 0) {
            String name = input.text();
            checkValue(name, input.restAsText());
        } else {
            checkText(input.restAsText());
        }
    }

    private static void checkText(String text) {
        Headers read;
        try {
            read = Headers.parse(text);
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        Claim.equal(Headers.parse(read.toString()), read, "one field a line");
        if (FieldRules.loneSurrogate(text) < 0 && !text.startsWith("\uFEFF")) {
            Claim.equal(Content.of(text).headers(), read, "at the top of a message");
        }
        for (Headers.Field field :
                read.fields().subList(0, Math.min(read.fields().size(), 20))) {
            Claim.that(field.value().equals(FieldRules.trim(field.value())), "space around a value");
            Claim.that(read.contains(field.name()) && read.all(field.name()).contains(field.value()), "contained");
            Claim.that(!read.without(field.name()).contains(field.name()), "without");
        }
        checkWritten(read);
    }

    /** A field of any name with any text. */
    private static void checkValue(String name, String text) {
        Headers made;
        try {
            made = Headers.empty().append(name, text).with("X-Last", "last");
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        Claim.equal(made.fields().size(), name.equalsIgnoreCase("X-Last") ? 1 : 2, "number of fields");
        Claim.equal(
                made.prepend(name, text).without("X-Last").all(name).size() > 0,
                !name.equalsIgnoreCase("X-Last"),
                "prepended");
        checkWritten(made);
    }

    private static void checkWritten(Headers headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        try {
            headers.writeTo(sink);
            sink.flush();
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WrittenLines.check(out.toByteArray(), new Form(Form.Body.EIGHT_BIT, true));
        String written = out.toString(StandardCharsets.UTF_8);
        Claim.equal(fieldsIn(written), headers.fields().size(), "fields written");
        List<Headers.Field> again = Headers.parse(written).fields();
        for (int i = 0; i < again.size(); i++) {
            check(again.get(i), headers.fields().get(i));
        }
    }

    /** Lines that begin with neither space nor tab. */
    private static int fieldsIn(String written) {
        int count = 0;
        for (String line : written.split("\r\n")) {
            Claim.that(written.isEmpty() || !line.isBlank(), "an empty line");
            count += line.isEmpty() || line.charAt(0) == ' ' || line.charAt(0) == '\t' ? 0 : 1;
        }
        return count;
    }

    private static void check(Headers.Field again, Headers.Field field) {
        Claim.equal(again.name(), field.name(), "name");
        if (FieldRules.isAscii(field.value())
                && field.value().equals(FieldRules.breakable(field.name(), field.value()))) {
            Claim.equal(again.value(), field.value(), "value");
        } else if (FieldRules.isAscii(again.value())) {
            boolean addresses =
                    ADDRESSES.contains(field.name().toLowerCase(Locale.ROOT).replaceFirst("^resent-", ""));
            Claim.that(
                    addresses || Headers.decode(again.value()).equals(Headers.decode(field.value())), "decoded value");
        }
    }
}
