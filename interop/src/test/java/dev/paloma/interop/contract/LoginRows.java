package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.message.Mail;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Stage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every mechanism that a server offers, with what is right and with what is wrong. */
final class LoginRows {
    private static final List<String> PASSWORD_MECHANISMS = List.of(
            "PLAIN",
            "LOGIN",
            "CRAM-MD5",
            "DIGEST-MD5",
            "SCRAM-SHA-1",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-512",
            "SCRAM-SHA-512-PLUS");

    private static final List<String> TOKEN_MECHANISMS = List.of("XOAUTH2", "OAUTHBEARER");

    private LoginRows() {}

    static void add(Plan plan) {
        Subject subject = plan.subject();
        requireRows(PASSWORD_MECHANISMS, subject.all("mechanism"));
        requireRows(PASSWORD_MECHANISMS, subject.all("clear-mechanism"));
        requireRows(TOKEN_MECHANISMS, subject.all("token-mechanism"));
        plan.row(
                "login, the mechanism left to Paloma",
                subject.hasLogin(subject.mainWay()),
                desk -> right(desk, subject.mainWay(), null));
        for (String mechanism : PASSWORD_MECHANISMS) {
            boolean offered = subject.all("mechanism").contains(mechanism);
            plan.row("login " + mechanism, offered, desk -> right(desk, subject.mainWay(), mechanism));
            Optional<Way> clear = subject.ways().stream().filter(Way::isClear).findFirst();
            boolean inClear =
                    clear.isPresent() && subject.all("clear-mechanism").contains(mechanism);
            plan.row("login " + mechanism + " without TLS", inClear, desk -> right(desk, clear.get(), mechanism));
        }
        for (String mechanism : TOKEN_MECHANISMS) {
            boolean offered = subject.all("token-mechanism").contains(mechanism);
            plan.row("token " + mechanism, offered, desk -> rightToken(desk, mechanism));
        }
    }

    static void addWrong(Plan plan) {
        Subject subject = plan.subject();
        for (String mechanism : PASSWORD_MECHANISMS) {
            boolean offered = subject.all("mechanism").contains(mechanism);
            plan.row("wrong password " + mechanism, offered, desk -> wrong(desk, mechanism));
        }
        for (String mechanism : TOKEN_MECHANISMS) {
            boolean offered = subject.all("token-mechanism").contains(mechanism);
            plan.row("wrong token " + mechanism, offered, desk -> wrongToken(desk, mechanism));
        }
    }

    /** One that has no row would go untried. */
    private static void requireRows(List<String> rows, List<String> mechanisms) {
        for (String mechanism : mechanisms) {
            if (!rows.contains(mechanism)) {
                throw new IllegalArgumentException("a mechanism without a row in the contract: " + mechanism);
            }
        }
    }

    private static @Nullable String right(Desk desk, Way way, @Nullable String mechanism) {
        String url = desk.subject().url(way);
        desk.deliver(
                mechanism == null ? url : Way.with(url, "auth=" + mechanism),
                desk.letters().small());
        desk.expect(desk.transcript().said("AUTH " + (mechanism == null ? "" : mechanism)), "no such AUTH");
        return null;
    }

    private static @Nullable String wrong(Desk desk, String mechanism) {
        String url = desk.subject().mainWay().url(desk.subject().user(), "not@the/password");
        Mail mail = desk.letters().small();
        refused(desk, mail, desk.fail(Way.with(url, "auth=" + mechanism), mail));
        return null;
    }

    private static void refused(Desk desk, Mail mail, SendException failure) {
        desk.expectSame(SendException.Kind.SECURITY, failure.kind(), "kind of " + failure.getMessage());
        desk.expectSame(Stage.AUTH, failure.stage(), "stage");
        desk.expect(failure.reply() != null && failure.reply().code() == 535, "reply: " + failure.reply());
        desk.expectSame(List.of("DEFERRED 535"), Desk.outcomes(failure.receipt()), "receipt");
        desk.expect(!desk.transcript().said("MAIL"), "went on for " + mail);
        desk.expect(desk.transcript().said("QUIT"), "no goodbye");
    }

    private static @Nullable String rightToken(Desk desk, String mechanism) {
        try (Mailer mailer =
                withToken(desk, mechanism, desk.subject().one("token")).build()) {
            desk.deliver(mailer, desk.letters().small());
        }
        desk.expect(desk.transcript().said("AUTH " + mechanism), "no such AUTH");
        return null;
    }

    private static @Nullable String wrongToken(Desk desk, String mechanism) {
        Mail mail = desk.letters().small();
        try (Mailer mailer = withToken(desk, mechanism, "not-the-token").build()) {
            desk.note(mail, mailer.send(mail));
        } catch (SendException e) {
            refused(desk, mail, e);
            return null;
        }
        throw new AssertionError("was accepted");
    }

    private static MailerBuilder withToken(Desk desk, String mechanism, String token) {
        String url = Way.with(desk.subject().mainWay().url(desk.subject().user(), "unused"), "auth=" + mechanism);
        Credentials credentials = Credentials.of(desk.subject().user(), refresh -> token);
        return Mailer.builder()
                .server(Server.parse(url).withCredentials(credentials))
                .trace(desk.transcript());
    }
}
