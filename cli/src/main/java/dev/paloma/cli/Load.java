package dev.paloma.cli;

import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code paloma bench} is asked to send.
 *
 * @param messages how many mails
 * @param size octets of each, about
 * @param connections at a time
 * @param batch mails on their way on one connection
 * @param recipients of each
 */
record Load(int messages, int size, int connections, int batch, int recipients) {
    private static final String LINE = "The load that is put on a server says nothing but this, again and again.\r\n";

    /**
     * @throws UsageException if a value isn't a number, or too large or small
     */
    static Load of(Arguments arguments) {
        return new Load(
                number(arguments, "--messages", 1000, 100_000_000),
                size(arguments.value("--size")),
                number(arguments, "--connections", 1, 10_000),
                number(arguments, "--batch", 8, 64),
                number(arguments, "--recipients", 1, 10_000));
    }

    private static int number(Arguments arguments, String option, int usual, int most) {
        String given = arguments.value(option);
        if (given == null) {
            return usual;
        }
        if (!given.matches("[1-9][0-9]{0,8}") || Integer.parseInt(given) > most) {
            throw new UsageException(option + " is a number from 1 to " + most + ", not '" + given + "'");
        }
        return Integer.parseInt(given);
    }

    private static int size(@Nullable String given) {
        if (given == null) {
            return 1024;
        }
        String text = given.toLowerCase(Locale.ROOT);
        int unit = text.endsWith("k") ? 1024 : text.endsWith("m") ? 1024 * 1024 : 1;
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        if (!digits.matches("[1-9][0-9]{0,8}") || Long.parseLong(digits) * unit > 256L * 1024 * 1024) {
            throw new UsageException(
                    "--size is a number of octets up to 256M, such as 1024 or 64k, not '" + given + "'");
        }
        return Integer.parseInt(digits) * unit;
    }

    /** The mail that is sent again and again. */
    Mail mail(Mailbox sender, Mailbox recipient) {
        List<Mailbox> all = new ArrayList<>();
        for (int i = 1; i <= recipients; i++) {
            String local = recipients == 1 ? recipient.local() : recipient.local() + i;
            all.add(Mailbox.parse(local + "@" + recipient.domain()));
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < size - 400) { // the header has about as much
            text.append(LINE);
        }
        Message message = Message.builder()
                .from(sender.address())
                .to(all.get(0).address())
                .subject("Load")
                .text(text.append("Bye.\r\n").toString())
                .build();
        return new Mail(message.envelope().withRecipients(all), message);
    }
}
