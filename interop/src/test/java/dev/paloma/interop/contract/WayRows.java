package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Probe;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.ServerReport;
import dev.paloma.message.Message;
import dev.paloma.smtp.Capabilities;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is done on each way into a server. */
final class WayRows {
    /** Those that rows depend on: none of them may be there unseen. */
    private static final Set<String> DECISIVE =
            Set.of("PIPELINING", "CHUNKING", "BINARYMIME", "SIZE", "8BITMIME", "SMTPUTF8", "DSN", "VRFY");

    /** As much as fits into 25 MiB of base64. */
    private static final int ATTACHMENT = 19_000_000;

    /** No certificate is smaller. */
    private static final int CERTIFICATE = 500;

    private static final int ATTEMPTS = 4;

    private final Way way;
    private final String url;

    private WayRows(Subject subject, Way way) {
        this.way = way;
        this.url = subject.url(way);
    }

    static void add(Plan plan) {
        Subject subject = plan.subject();
        for (String name : Way.NAMES) {
            Optional<WayRows> rows = subject.ways().stream()
                    .filter(way -> way.name().equals(name))
                    .findFirst()
                    .map(way -> new WayRows(subject, way));
            boolean closed = rows.isPresent() && rows.get().isClosed(subject);
            boolean open = rows.isPresent() && !closed;
            plan.row(
                    name + ": greeting, TLS, capabilities",
                    rows.isPresent(),
                    desk -> rows.get().look(desk));
            plan.row(name + ": 1 recipient", open, desk -> rows.get().send(desk, 1));
            plan.row(name + ": 3 recipients", open, desk -> rows.get().send(desk, 3));
            plan.row(name + ": an attachment of 19 MB", open, desk -> rows.get().attach(desk));
            if (name.equals("clear")) {
                plan.row(
                        "clear: without a login",
                        rows.isPresent(),
                        desk -> rows.get().withoutLogin(desk));
            }
        }
        plan.row(
                "TLS session resumed",
                subject.mainWay().isTcp() && !subject.mainWay().isClear(),
                desk -> new WayRows(subject, subject.mainWay()).resume(desk));
    }

    /** Whether no mail gets in there. */
    private boolean isClosed(Subject subject) {
        return subject.needsLogin() && !way.isLmtp() && !subject.hasLogin(way);
    }

    private @Nullable String look(Desk desk) {
        Probe probe = Probe.builder(Server.parse(url)).trace(desk.transcript()).build();
        ServerReport report = probe.check();
        desk.expect(report.isOk(), "problems: " + report.problems());
        ServerReport.Session session = report.session();
        desk.expect(session.greeting() != null && session.greeting().code() == 220, "greeting " + session.greeting());
        boolean tls = way.isTcp() && way.url().matches(".*(tls=required|smtps:).*");
        desk.expectSame(tls, session.tls() != null, "TLS");
        desk.expectSame(tls, session.verified(), "verified");
        if (!way.isClear()) {
            expectCapabilities(desk, session.capabilities());
        }
        return null;
    }

    private void expectCapabilities(Desk desk, @Nullable Capabilities offered) {
        Set<String> missing = new TreeSet<>(desk.subject().all("expected"));
        Set<String> unseen = new TreeSet<>(DECISIVE);
        if (offered != null) {
            missing.removeAll(offered.keywords());
            unseen.retainAll(offered.keywords());
        }
        unseen.removeAll(desk.subject().all("expected"));
        desk.expect(missing.isEmpty(), "not announced: " + missing);
        desk.expect(unseen.isEmpty(), "announced but not in the list of what is expected: " + unseen);
        if (desk.subject().hasLogin(way) && offered != null) {
            Set<String> mechanisms = new TreeSet<>(desk.subject().all("mechanism"));
            mechanisms.addAll(desk.subject().all("token-mechanism"));
            offered.parameters("AUTH").forEach(mechanisms::remove);
            desk.expect(mechanisms.isEmpty(), "mechanisms that aren't announced: " + mechanisms);
        }
    }

    private @Nullable String send(Desk desk, int count) {
        String[] recipients = {"ann@example.test", "bob@example.test", "cy@example.test"};
        Receipt receipt = desk.deliver(
                url,
                desk.letters().small(List.of(recipients).subList(3 - count, 3).toArray(String[]::new)));
        desk.expectSame(count, receipt.rows().size(), "rows of the receipt");
        desk.expect(receipt.isAccepted(), "not accepted: " + receipt);
        return null;
    }

    private @Nullable String attach(Desk desk) {
        byte[] octets = new byte[ATTACHMENT];
        new Random(19).nextBytes(octets);
        Message message = desk.letters()
                .draft()
                .text("See the attachment.")
                .attach("größe.bin", "application/octet-stream", octets)
                .build();
        Receipt receipt = desk.deliver(url, desk.letters().toBob(message));
        desk.expect(receipt.session().octets() > ATTACHMENT, "octets sent: " + receipt.session());
        return null;
    }

    private @Nullable String withoutLogin(Desk desk) {
        if (!desk.subject().needsLogin()) {
            desk.deliver(way.url(), desk.letters().small());
            return "accepted";
        }
        SendException failure = desk.fail(way.url(), desk.letters().small());
        desk.expect(
                failure.isPermanent() && failure.reply() != null, "not what was to be said: " + failure.getMessage());
        return "refused";
    }

    /** A resumed handshake is shorter by the server's certificate. Each process of a server may know its own sessions only. */
    private @Nullable String resume(Desk desk) throws IOException {
        try (Relay relay = new Relay();
                Mailer mailer = desk.mailer(url)
                        .connector(relay.connector())
                        .mailsPerConnection(1)
                        .build()) {
            desk.deliver(mailer, desk.letters().small());
            long first = relay.octetsFromServer();
            for (int i = 0; i < ATTEMPTS; i++) {
                long before = relay.octetsFromServer();
                desk.deliver(mailer, desk.letters().small());
                if (relay.octetsFromServer() - before < first - CERTIFICATE) {
                    return null;
                }
            }
            return "not resumed";
        }
    }
}
