package dev.paloma.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.paloma.message.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A mail as one line of {@code submit --lines} describes it. */
final class LineMail {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Message.Builder message = Message.builder();
    private final SubmitWishes wishes = new SubmitWishes();
    private final String author;
    private boolean hasAuthor;
    private boolean hasText;

    /**
     * @param author who wrote it, where the line doesn't say
     */
    LineMail(String author) {
        this.author = author;
    }

    /**
     * Reads a line.
     *
     * @throws Trouble if it isn't one JSON object, has a name that means nothing, or a value that isn't valid
     */
    LineMail read(String line) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Trouble.invalid("not a JSON object", null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    take(name, parser);
                }
            }
            if (parser.nextToken() != null) {
                throw Trouble.invalid("something follows the JSON object", null);
            }
        } catch (JsonProcessingException e) {
            throw Trouble.invalid("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw Trouble.invalid("not JSON", e);
        } catch (IllegalArgumentException e) {
            throw Trouble.invalid(String.valueOf(e.getMessage()), e);
        }
        return this;
    }

    private void take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "from" -> {
                message.from(texts(name, parser));
                hasAuthor = true;
            }
            case "to" -> message.to(texts(name, parser));
            case "cc" -> message.cc(texts(name, parser));
            case "bcc" -> message.bcc(texts(name, parser));
            case "replyTo" -> message.replyTo(texts(name, parser));
            case "subject" -> message.subject(text(name, parser));
            case "text", "html" -> body(name, text(name, parser));
            case "headers" -> headers(parser);
            case "tags" -> wishes.tags(texts(name, parser));
            case "priority" -> wishes.take(name, number(name, parser));
            case "key", "notBefore", "expires", "route" -> wishes.take(name, text(name, parser));
            default -> throw Trouble.invalid("\"" + name + "\" means nothing here", null);
        }
    }

    private void body(String name, String text) {
        hasText = true;
        if (name.equals("html")) {
            message.html(text);
        } else {
            message.text(text);
        }
    }

    private void headers(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "headers", "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            message.header(allowed(name), text(name, parser));
        }
    }

    /** Otherwise the builder would tell of its methods. */
    private static String allowed(String name) {
        if (name.equalsIgnoreCase("Date")) {
            throw Trouble.invalid("Date can't be given: it is the time at which the line is read", null);
        }
        if (name.equalsIgnoreCase("Bcc")) {
            throw Trouble.invalid("Bcc is no header: \"bcc\" stands beside \"to\"", null);
        }
        return name;
    }

    private static String text(String name, JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, name, "a string");
        return parser.getText();
    }

    private static String number(String name, JsonParser parser) throws IOException {
        require(parser.currentToken().isNumeric(), name, "a number");
        BigDecimal number = parser.getDecimalValue();
        return number.precision() > 20
                ? parser.getText()
                : number.stripTrailingZeros().toPlainString();
    }

    /** One string, or a list of them. */
    private static String[] texts(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return new String[] {text(name, parser)};
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(name, parser));
        }
        return texts.toArray(String[]::new);
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw Trouble.invalid("\"" + name + "\" must be " + what, null);
        }
    }

    /**
     * @throws dev.paloma.message.MessageException if the mail isn't valid
     */
    Message message() {
        if (!hasAuthor) {
            message.from(author);
        }
        if (!hasText) {
            message.text("");
        }
        return message.build();
    }

    /** How it is to be treated. */
    SubmitWishes wishes() {
        return wishes;
    }
}
