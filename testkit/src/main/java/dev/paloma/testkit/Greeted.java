package dev.paloma.testkit;

import org.jspecify.annotations.Nullable;

/** What the session knows about the client; forgotten when TLS begins (RFC 3207 §4.2). */
final class Greeted {
    @Nullable
    String name;

    Capabilities told = Capabilities.NONE;

    @Nullable
    String user;
}
