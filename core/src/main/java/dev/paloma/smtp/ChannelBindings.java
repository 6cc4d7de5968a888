package dev.paloma.smtp;

import dev.paloma.sasl.ChannelBinding;
import java.util.ArrayList;
import java.util.List;

/** What a login on a line can be bound to, best first. */
final class ChannelBindings {
    /** RFC 9266 §2. */
    private static final String LABEL = "EXPORTER-Channel-Binding";

    private static final int LENGTH = 32;

    private ChannelBindings() {}

    /**
     * With TLS 1.3 RFC 9266 §3 asks for {@code tls-exporter}; older versions have it only if both sides agreed on an
     * extension of which the JDK doesn't tell. Servers that know only one of the two are common.
     */
    static List<ChannelBinding> of(Wire wire) {
        List<ChannelBinding> bindings = new ArrayList<>(2);
        if (wire instanceof SecureWire secure) {
            SecureWire.Tls tls = secure.tls();
            byte[] exported = tls.protocol().equals("TLSv1.3") ? secure.exported(LABEL, LENGTH) : null;
            if (exported != null) {
                bindings.add(ChannelBinding.of("tls-exporter", exported));
            }
            ChannelBinding endPoint = ServerEndPoint.of(tls.chain());
            if (endPoint != null) {
                bindings.add(endPoint);
            }
        }
        return bindings;
    }
}
