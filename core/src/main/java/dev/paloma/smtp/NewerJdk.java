package dev.paloma.smtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What later JDKs can do than the one that this is compiled for; the only class that looks for methods by name. */
final class NewerJdk {
    private static final @Nullable MethodHandle EXPORT = exporter();

    private NewerJdk() {}

    private static @Nullable MethodHandle exporter() {
        MethodType type = MethodType.methodType(byte[].class, String.class, byte[].class, int.class);
        try {
            return MethodHandles.publicLookup().findVirtual(ExtendedSSLSession.class, "exportKeyingMaterialData", type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // before JDK 25
        }
    }

    /** Octets that only the two ends of this session know (RFC 5705, RFC 8446 §7.5); null where that can't be had. */
    static byte @Nullable [] exported(SSLSession session, String label, int length) {
        if (EXPORT == null || !(session instanceof ExtendedSSLSession extended)) {
            return null;
        }
        try {
            return (byte[]) EXPORT.invokeExact(extended, label, new byte[0], length);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) { // what a provider of another kind throws: as if it couldn't
            return null;
        }
    }
}
