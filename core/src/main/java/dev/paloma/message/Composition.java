package dev.paloma.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message being built, nested so that every reader finds its way (RFC 2046 §5.1, RFC 2387): mixed of
 * (alternative of (text, related of (html, inline parts), calendar), attachments). A container with one member is left
 * out.
 */
final class Composition {
    /** More than one is needed only where somebody foresaw the random numbers. */
    private static final int ATTEMPTS = 100;

    @Nullable
    Part text;

    @Nullable
    Part html;

    @Nullable
    Part calendar;

    @Nullable
    Part body;

    // Most mails have none of these, so that they cost nothing before the first.
    private List<Part> inlines = List.of();
    private List<Part> attachments = List.of();
    private Set<String> ids = Set.of();

    void inline(Part part) {
        String id = part.id();
        if (id == null) {
            throw new MessageException("an inline part needs an id, which the HTML refers to");
        }
        if (inlines.isEmpty()) {
            inlines = new ArrayList<>();
            ids = new HashSet<>();
        }
        if (!ids.add(id)) {
            throw new MessageException("two inline parts have the id " + FieldRules.shown(id));
        }
        inlines.add(part);
    }

    void attach(Part part) {
        if (attachments.isEmpty()) {
            attachments = new ArrayList<>();
        }
        attachments.add(part);
    }

    /**
     * The whole.
     *
     * @throws MessageException if a hand-made body and a composed one were both given, or parts are nested too deep
     */
    Part root(Boundaries boundaries) {
        if (text != null
                && html == null
                && calendar == null
                && body == null
                && inlines.isEmpty()
                && attachments.isEmpty()) {
            return text;
        }
        List<Part> mixed = new ArrayList<>(1 + attachments.size());
        Part shown = shown(boundaries);
        if (shown != null) {
            mixed.add(shown);
        }
        if (html == null) {
            mixed.addAll(inlines);
        }
        mixed.addAll(attachments);
        if (mixed.isEmpty()) {
            return Part.text("");
        }
        return shown != null && mixed.size() == 1 ? shown : container("mixed", "", mixed, boundaries);
    }

    private @Nullable Part shown(Boundaries boundaries) {
        List<Part> choices = new ArrayList<>(3);
        if (text != null) {
            choices.add(text);
        }
        if (html != null) {
            choices.add(related(html, boundaries));
        }
        if (calendar != null) {
            choices.add(calendar);
        }
        if (body != null) {
            if (!choices.isEmpty()) {
                throw new MessageException("give a body of your own, or text, html and calendar, not both");
            }
            return body;
        }
        if (choices.size() > 1) {
            return container("alternative", "", choices, boundaries);
        }
        return choices.isEmpty() ? null : choices.get(0);
    }

    private Part related(Part page, Boundaries boundaries) {
        if (inlines.isEmpty()) {
            return page;
        }
        List<Part> members = new ArrayList<>(1 + inlines.size());
        members.add(page);
        members.addAll(inlines);
        // RFC 2387 §3.1: the type of the root must be said.
        return container("related", " type=\"text/html\";", members, boundaries);
    }

    private static Part container(String subtype, String parameter, List<Part> parts, Boundaries boundaries) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String boundary = boundaries.next();
            MultipartBody body = MultipartBody.of(parts, boundary);
            if (body != null) {
                if (body.depth() > PartDraft.DEEPEST) {
                    throw new MessageException("parts are nested more than " + PartDraft.DEEPEST + " deep");
                }
                String type = "multipart/" + subtype;
                String head = "Content-Type: " + type + ";" + parameter + "\r\n boundary=\"" + boundary + "\"\r\n";
                return new Part(type, null, head.getBytes(StandardCharsets.US_ASCII), body);
            }
        }
        throw new MessageException("the content holds every boundary tried: give another source of random numbers");
    }
}
