package dev.paloma.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replies as the text in column replies: a line for each recipient, with its number, the outcome, the code, the words. */
final class Replies {
    private static final int LONGEST = 1000;

    private Replies() {}

    static String text(List<Finish.Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Finish.Row row : rows) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(row.number())
                    .append(' ')
                    .append(row.result().number())
                    .append(' ')
                    .append(row.code())
                    .append(' ')
                    .append(line(row.text()));
        }
        return text.toString();
    }

    /** Bounded, and without line ends. */
    static String line(String said) {
        return said.substring(0, Math.min(LONGEST, said.length())).replaceAll("[\\r\\n]+", " / ");
    }

    /**
     * @param addresses by the recipients' numbers
     */
    static List<MailStatus.Reply> parse(String text, Map<Integer, String> addresses) {
        List<MailStatus.Reply> replies = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
            String[] words = line.split(" ", 4);
            String address = addresses.getOrDefault(Integer.valueOf(words[0]), "");
            replies.add(new MailStatus.Reply(
                    address,
                    MailStatus.Result.of(Integer.parseInt(words[1])),
                    Integer.parseInt(words[2]),
                    words.length > 3 ? words[3] : ""));
        }
        return replies;
    }
}
