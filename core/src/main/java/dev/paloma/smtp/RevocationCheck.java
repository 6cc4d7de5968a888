package dev.paloma.smtp;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;

/**
 * How it is found out whether a certificate has been revoked.
 *
 * @param lists the revocation lists to look in, and nowhere else; empty for asking the authority (OCSP, RFC 6960)
 */
record RevocationCheck(Trust.Revocation strictness, Collection<? extends CRL> lists) {
    RevocationCheck {
        lists = List.copyOf(lists);
    }

    /** What makes a trust manager that trusts these authorities and checks that. */
    CertPathTrustManagerParameters parameters(X509Certificate[] authorities) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate authority : authorities) {
            anchors.add(new TrustAnchor(authority, null));
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.addCertPathChecker(checker());
        if (!lists.isEmpty()) {
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        }
        return new CertPathTrustManagerParameters(parameters);
    }

    private PKIXRevocationChecker checker() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        Set<Option> options = EnumSet.noneOf(Option.class);
        if (strictness == Trust.Revocation.SOFT) {
            options.add(Option.SOFT_FAIL);
        }
        if (!lists.isEmpty()) {
            options.add(Option.PREFER_CRLS);
            options.add(Option.NO_FALLBACK);
        }
        checker.setOptions(options);
        return checker;
    }
}
