package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the contract sees what is stored otherwise than it was sent. */
class ReadingBackTest {
    private static final String TRACE = """
            Return-Path: <alice@mail.test>
            X-Original-To: Bob@example.test
            Received: from a
            \tby b
            """;

    @TempDir
    private Path folder;

    private final List<Path> stored = new ArrayList<>();
    private Letters letters;
    private Ledger ledger;

    @BeforeEach
    void begin() throws Exception {
        Path description = folder.resolve("description");
        Files.writeString(
                description,
                "user alice\nrealm mail.test\nexpected 8BITMIME\ntrace Return-Path|X-Original-To|Received\nlimit 1\n");
        Subject subject = Subject.read(description);
        letters = new Letters(subject);
        ledger = new Ledger(subject, new Store(subject.trace(), () -> List.copyOf(stored)));
    }

    private static String octets(Mail mail) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        mail.content().writeTo(sink, mail.content().form(new Form(Form.Body.EIGHT_BIT, false)));
        sink.flush();
        return out.toString(UTF_8);
    }

    private void store(String octets) throws IOException {
        Path file = folder.resolve("mail" + stored.size());
        Files.writeString(file, octets);
        stored.add(file);
    }

    private List<String> faults() throws Exception {
        ledger.read(Duration.ZERO);
        return ledger.faults();
    }

    private Mail posted(String... recipients) {
        Mail mail = letters.raw("\r\nGrüße\r\n.\r\n");
        ledger.add("row", mail, Set.of(recipients));
        return mail;
    }

    @Test
    void whatIsStoredBehindTraceFieldsWithOtherLineEndsIsTheSame() throws Exception {
        store(TRACE + octets(posted("bob@example.test")).replace("\r\n", "\n"));
        assertThat(faults()).isEmpty();
        assertThat(ledger.faults("row")).isEmpty();
    }

    @Test
    void whoeverItIsForMayStandBeside() throws Exception {
        store(octets(posted("jörg@example.test", "\"a\"@example.test")));
        Files.writeString(
                folder.resolve("mail0.json"),
                "{\"from\": \"alice@mail.test\", \"to\": [\"j\\u00f6rg@example.test\", \"\\\"a\\\"@example.test\"]}");
        assertThat(faults()).isEmpty();
    }

    @Test
    void oneOctetMoreIsSeen() throws Exception {
        store(TRACE + octets(posted("bob@example.test")) + "\r\n");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("differs at octet")
                .contains("stored '\\x0a'");
        assertThat(ledger.faults("row")).hasSize(1);
    }

    @Test
    void anOctetThatIsntAsciiCounts() throws Exception {
        store(TRACE + octets(posted("bob@example.test")).replace("ß", "?"));
        assertThat(faults()).singleElement().asString().contains("differs at octet");
    }

    @Test
    void whatIsMissingIsSeen() throws Exception {
        posted("bob@example.test");
        assertThat(faults()).singleElement().asString().contains("isn't stored for [bob@example.test]");
    }

    @Test
    void whatIsStoredTwiceIsSeen() throws Exception {
        String octets = TRACE + octets(posted("bob@example.test"));
        store(octets);
        store(octets);
        assertThat(faults()).singleElement().asString().contains("stored twice for bob@example.test");
    }

    @Test
    void whatWasntAcceptedMustntBeStored() throws Exception {
        store(TRACE + octets(posted()));
        assertThat(faults()).singleElement().asString().contains("wasn't reported as accepted");
    }

    @Test
    void anotherSenderIsSeen() throws Exception {
        store(TRACE.replace("alice", "eve") + octets(posted("bob@example.test")));
        assertThat(faults()).singleElement().asString().contains("as from eve@mail.test");
    }

    @Test
    void aMailThatNobodySentIsSeen() throws Exception {
        store(TRACE + "Subject: x\n\nx\n");
        store("Subject: not written to its end, for nobody yet\n");
        assertThat(faults()).singleElement().asString().contains("nobody sent");
    }

    @Test
    void aStoreThatChangesLettersIsReadBlindly() {
        byte[] sent = "a?ß1\r\nb".getBytes(UTF_8);
        byte[] changed = "a\uFFFD1\nb".getBytes(UTF_8);
        assertThat(Fingerprint.of(sent, 0).blind())
                .isEqualTo(Fingerprint.of(changed, 0).blind());
        assertThat(Fingerprint.of(sent, 0).exact())
                .isNotEqualTo(Fingerprint.of(changed, 0).exact());
        assertThat(Fingerprint.of("a\r\r\n".getBytes(UTF_8), 0).exact())
                .isEqualTo(Fingerprint.of("a\r\n".replace("\r", "\r\r").getBytes(UTF_8), 0)
                        .exact())
                .isNotEqualTo(Fingerprint.of("a\n".getBytes(UTF_8), 0).exact());
    }

    @Test
    void traceFieldsEndAtTheFirstOther() throws Exception {
        store(TRACE + "Subject: x\nReceived: not a trace field any more\n\nx\n");
        CopyReader reader = new CopyReader(Pattern.compile("(?i)(Return-Path|X-Original-To|Received):"));
        Copy copy = reader.read(stored.get(0));
        assertThat(copy).isNotNull();
        assertThat(copy.start()).isEqualTo(TRACE.length());
    }
}
