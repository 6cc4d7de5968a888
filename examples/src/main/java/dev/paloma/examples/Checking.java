package dev.paloma.examples;

import dev.paloma.MailExchangers;
import dev.paloma.Probe;
import dev.paloma.Server;
import dev.paloma.ServerReport;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.SecureWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a server is, without sending it mail. */
final class Checking {
    private Checking() {}

    static List<String> warnings(Server server) {
        List<String> warnings = new ArrayList<>();
        // <example server>
        ServerReport report = Probe.of(server).check();
        for (ServerReport.Problem problem : report.problems()) {
            warnings.add(problem.message()); // no connection, no TLS, a false certificate, a wrong password
        }
        SecureWire.Tls tls = report.session().tls();
        if (tls != null && tls.certificates().get(0).daysLeft(Instant.now()) < 14) {
            warnings.add(report.server() + ": the certificate expires soon");
        }
        // </example>
        return warnings;
    }

    static String takesMail(String domain) {
        // <example domain>
        String said = switch (MailExchangers.system().takeMailFor(domain)) {
            case YES -> "takes mail";
            case NO -> "takes no mail: a slip in the address?";
            case CANT_TELL -> "can't be looked up just now";
        };
        // </example>
        return said;
    }

    static String exists(Server exchanger, Mailbox address) {
        // <example address>
        Probe.Verification verification = Probe.of(exchanger).verify(address);
        String said = switch (verification.answer()) {
            case YES -> "exists";
            case NO -> "doesn't exist";
            case CANT_TELL -> "may exist";
        };
        // </example>
        return said;
    }
}
