package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read from standard input, on random input full of what matters. */
class SendmailRandomTest {
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("paloma.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private String text(String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static String all(InputStream in) throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    @Test
    void aStuffedMailIsReadBackAndNoMore() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            boolean lf = random.nextBoolean();
            String end = lf ? "\n" : "\r\n";
            String mail = text(lf ? ".\n.\na" : ".\r\n.a\u00e9", 20) + end;
            String stuffed = mail.replaceAll("(^|" + end + ")\\.", "$1..");
            while (!stuffed.equals(stuffed.replace(end + "." + end, end + ".." + end))) {
                stuffed = stuffed.replace(end + "." + end, end + ".." + end);
            }
            SmtpLines lines = new SmtpLines(stream("DATA" + end + stuffed + "." + end + "QUIT" + end));
            assertThat(lines.command()).isEqualTo("DATA");
            assertThat(all(lines.mail(1000))).as("seed %d, round %d", seed, i).isEqualTo(mail);
            assertThat(lines.command()).as("seed %d, round %d", seed, i).isEqualTo("QUIT");
            assertThat(lines.command()).isNull();
        }
    }

    @Test
    void aMailWithoutItsDotNeverEnds() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            String mail = text(".\r\na", 12);
            while (mail.contains("\r\n.\r\n")) { // what stood around one can make another
                mail = mail.replace("\r\n.\r\n", "");
            }
            SmtpLines lines = new SmtpLines(stream("DATA\r\n" + (mail.startsWith(".\r\n") ? "x" : "") + mail));
            assertThat(lines.command()).isEqualTo("DATA");
            String read = "";
            try {
                read = "ended with '" + all(lines.mail(1000)) + "'";
            } catch (EOFException e) {
                continue;
            }
            assertThat(read).as("seed %d, round %d", seed, i).isEmpty();
        }
    }

    @Test
    void aTypedMailEndsAtItsFirstLoneDot() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            String input = text(".\n.\r\na", 16);
            StringBuilder expected = new StringBuilder();
            for (String line : input.split("(?<=\n)")) {
                if (line.equals(".\n") || line.equals(".\r\n") || line.equals(".")) {
                    break;
                }
                expected.append(line);
            }
            assertThat(all(new DotInput(stream(input))))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(expected.toString());
        }
    }

    @Test
    void aHeaderIsCompletedByNothingButNames() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            String input = text("To:Cc: \n\r\t<>(),;@\"\\[]a.\u00e9", 40);
            InputStream in = stream(input);
            SubmittedHeader header = SubmittedHeader.read(in);
            String qualified = header.qualified(new Qualifier(() -> "\u0001"));
            String back = qualified.replace("@\u0001", "") + header.bodyStart() + all(in);
            String given = input.replaceAll("[\r\n]", "");
            assertThat(back.replaceAll("[\r\n]", ""))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(given);
        }
    }
}
