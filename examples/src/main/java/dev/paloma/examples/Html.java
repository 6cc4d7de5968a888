package dev.paloma.examples;

import dev.paloma.message.Message;
import dev.paloma.message.Part;
import java.nio.file.Path;

/** HTML, pictures in it, and the text for those who don't read HTML. */
final class Html {
    private Html() {}

    static Message withPicture(Path logo) {
        // <example picture>
        Message message = Message.builder()
                .from("shop@example.org")
                .to("bob@example.net")
                .subject("Your order")
                .text("Hello Bob, your order is on its way.")
                .html("<p><img src='cid:logo' alt='Our shop'></p><p>Hello Bob, your order is on its way.</p>")
                .inline("logo", logo)
                .build();
        // </example>
        return message;
    }

    static Message withChart(byte[] png) {
        // <example bytes>
        Message message = Message.builder()
                .from("reports@example.org")
                .to("bob@example.net")
                .subject("Visitors this week")
                .text("112 on Monday, 240 on Tuesday.")
                .html("<img src='cid:chart' alt='112 on Monday, 240 on Tuesday'>")
                .inline("chart", "image/png", png)
                .build();
        // </example>
        return message;
    }

    static Message byHand(String markdown, String html) {
        // <example parts>
        Part asWritten = Part.builder()
                .contentType("text/markdown; variant=CommonMark")
                .text(markdown)
                .build();
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Notes")
                .body(Part.builder()
                        .contentType("multipart/alternative")
                        .subparts(asWritten, Part.html(html))
                        .build())
                .build();
        // </example>
        return message;
    }
}
