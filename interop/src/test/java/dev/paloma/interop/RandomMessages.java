package dev.paloma.interop;

import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.Part;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of all sorts. Truth: date, messageId, addresses by field, texts by field, and the root part. */
final class RandomMessages {
    private static final String[] FIELDS = {
        "Comments", "X-Mailer", "Organization", "X-A", "Thread-Topic", "X-Custom-Field"
    };

    private final Chance chance;
    private final RandomText text;
    private final RandomParts parts;
    private final RandomAddresses addresses;

    RandomMessages(Chance chance, boolean utf8) {
        this.chance = chance;
        this.text = new RandomText(chance);
        this.parts = new RandomParts(chance, text);
        this.addresses = new RandomAddresses(chance, text, utf8);
    }

    Sample<Message> next() {
        return message(0);
    }

    private Sample<Message> message(int depth) {
        Message.Builder builder = Message.builder().random(chance.random());
        Map<String, Object> truth = Sample.facts();
        head(builder, truth);
        Map<String, Object> root = body(builder, depth);
        truth.put("root", root);
        return new Sample<>(builder.build(), truth);
    }

    private void head(Message.Builder builder, Map<String, Object> truth) {
        ZonedDateTime date = ZonedDateTime.of(
                chance.between(1990, 2090),
                chance.between(1, 12),
                chance.between(1, 28),
                chance.between(0, 23),
                chance.between(0, 59),
                chance.between(0, 59),
                0,
                ZoneOffset.ofHoursMinutes(chance.between(-11, 11), 0));
        String id = "<" + text.word(12).hashCode() + "." + chance.between(0, 1 << 30) + "@example.org>";
        builder.date(date).messageId(id);
        truth.put("date", date.toEpochSecond());
        truth.put("messageId", id);
        Map<String, Object> fields = new LinkedHashMap<>();
        Sample<Mailbox> from = addresses.mailbox();
        builder.from(from.made());
        fields.put("From", List.of(RandomAddresses.single(from)));
        recipients(builder, fields);
        truth.put("addresses", fields);
        truth.put("texts", texts(builder));
    }

    private void recipients(Message.Builder builder, Map<String, Object> fields) {
        List<Object> to = new ArrayList<>();
        for (Sample<Mailbox> mailbox : addresses.mailboxes()) {
            builder.to(mailbox.made());
            to.add(RandomAddresses.single(mailbox));
        }
        if (chance.oneIn(4)) {
            Sample<String> group = addresses.group();
            builder.to(group.made());
            to.add(group.truth());
        }
        fields.put("To", to);
        if (chance.oneIn(3)) {
            Sample<Mailbox> cc = addresses.mailbox();
            builder.cc(cc.made()).bcc("secret@hidden.example");
            fields.put("Cc", List.of(RandomAddresses.single(cc)));
        }
        if (chance.oneIn(3)) {
            Sample<Mailbox> answer = addresses.mailbox();
            builder.replyTo(answer.made());
            fields.put("Reply-To", List.of(RandomAddresses.single(answer)));
        }
    }

    private Map<String, Object> texts(Message.Builder builder) {
        Map<String, Object> texts = new LinkedHashMap<>();
        if (!chance.oneIn(20)) {
            String subject = text.line();
            builder.subject(subject);
            texts.put("Subject", subject);
        }
        for (String field : FIELDS) {
            if (chance.oneIn(5)) {
                String value = text.line().strip(); // around a value it is no part of it
                builder.header(field, value);
                texts.put(field, value);
            }
        }
        return texts;
    }

    private Map<String, Object> body(Message.Builder builder, int depth) {
        return switch (chance.between(0, 9)) {
            case 0 -> made(builder, parts.tree(chance.between(10, 30)));
            case 1 -> made(builder, parts.leaf());
            case 2 -> attached(builder, shown(builder), chance.oneIn(4) ? 50 : chance.between(2, 8));
            case 3, 4 -> attached(builder, shown(builder), 1);
            case 5 -> messageInside(builder, depth);
            default -> attached(builder, shown(builder), 0);
        };
    }

    private static Map<String, Object> made(Message.Builder builder, Sample<Part> part) {
        builder.body(part.made());
        return part.truth();
    }

    private Map<String, Object> messageInside(Message.Builder builder, int depth) {
        if (depth >= 12) {
            return made(builder, parts.leaf());
        }
        Sample<Message> inner = message(depth + 1);
        Map<String, Object> text = shown(builder);
        builder.attach(inner.made());
        boolean global = inner.made().form(Corpus.EVERYTHING).utf8();
        Map<String, Object> part = Sample.facts(
                "type",
                global ? "message/global" : "message/rfc822",
                "disposition",
                "attachment",
                "message",
                inner.truth());
        return container("multipart/mixed", List.of(text, part));
    }

    /** What the reader sees, without attachments. */
    private Map<String, Object> shown(Message.Builder builder) {
        List<Object> choices = new ArrayList<>();
        if (!chance.oneIn(6)) {
            String plain = text.body();
            builder.text(plain);
            choices.add(Sample.facts("type", "text/plain", "text", RandomParts.canonical(plain)));
        }
        if (choices.isEmpty() || chance.oneIn(2)) {
            choices.add(page(builder));
        }
        if (chance.oneIn(8)) {
            String invitation = "BEGIN:VCALENDAR\nSUMMARY:" + text.word() + "\nEND:VCALENDAR\n";
            builder.calendar(invitation, "REQUEST");
            choices.add(Sample.facts("type", "text/calendar", "text", RandomParts.canonical(invitation)));
        }
        return container("multipart/alternative", choices);
    }

    private Map<String, Object> page(Message.Builder builder) {
        String html = "<p>" + text.body();
        builder.html(html);
        List<Object> members = new ArrayList<>();
        members.add(Sample.facts("type", "text/html", "text", RandomParts.canonical(html)));
        for (int i = chance.oneIn(2) ? 0 : chance.between(1, 4); i > 0; i--) {
            Sample<Part> picture = parts.picture();
            builder.inline(picture.made());
            members.add(picture.truth());
        }
        return container("multipart/related", members);
    }

    private Map<String, Object> attached(Message.Builder builder, Map<String, Object> shown, int count) {
        List<Object> members = new ArrayList<>(List.of(shown));
        for (int i = 0; i < count; i++) {
            Sample<Part> part = chance.oneIn(20) ? parts.tree(2) : parts.leaf();
            builder.attach(part.made());
            members.add(part.truth());
        }
        return container("multipart/mixed", members);
    }

    /** A container of one is left out. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> container(String type, List<?> members) {
        return members.size() == 1
                ? (Map<String, Object>) members.get(0)
                : Sample.facts("type", type, "parts", members);
    }
}
