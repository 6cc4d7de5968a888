package dev.paloma.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether a certificate was issued for a server's name (RFC 9525 §6): subjectAltName only, never the common name. */
final class ServerNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private ServerNames() {}

    static void require(X509Certificate certificate, String host) throws CertificateException {
        boolean literal = isAddress(host);
        List<String> names = names(certificate, literal ? IP_ADDRESS : DNS_NAME);
        for (String name : names) {
            if (literal ? sameAddress(name, host) : matches(name, host)) {
                return;
            }
        }
        List<String> all = all(certificate);
        throw new CertificateException("the server's certificate isn't for '" + host + "' but for "
                + (all.isEmpty() ? "no server at all (no subjectAltName)" : Printable.escaped(String.join(", ", all)))
                + "; use the name it bears");
    }

    /** Host names, then addresses; none where they can't be read. */
    static List<String> all(X509Certificate certificate) {
        try {
            List<String> all = new ArrayList<>(names(certificate, DNS_NAME));
            all.addAll(names(certificate, IP_ADDRESS));
            return all;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A wildcard stands for exactly the first label, whole (RFC 9525 §6.3). */
    static boolean matches(String pattern, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String offered = pattern.toLowerCase(Locale.ROOT);
        if (wanted.endsWith(".")) {
            wanted = wanted.substring(0, wanted.length() - 1);
        }
        if (!offered.startsWith("*.")) {
            return offered.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = offered.substring(1);
        return dot > 0
                && rest.indexOf('*') < 0
                && rest.indexOf('.', 1) > 0
                && wanted.substring(dot).equals(rest);
    }

    private static List<String> names(X509Certificate certificate, int type) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.get(0).equals(type) && alternative.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Digits and dots, or a colon: no domain looks like that. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static boolean sameAddress(String name, String host) {
        try { // neither is looked up: both are literals
            return InetAddress.getByName(name).equals(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
