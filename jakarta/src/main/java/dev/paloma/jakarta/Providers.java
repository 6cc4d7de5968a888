package dev.paloma.jakarta;

import jakarta.mail.Provider;

/**
 * What makes Jakarta Mail find {@link SmtpTransport}. None of them is annotated as a default provider, so each goes before
 * one that is, such as Angus Mail's.
 */
public final class Providers {
    private Providers() {}

    /** Every session has its own instances, so what is remembered for a session is kept here. */
    abstract static class Remembering extends Provider {
        private final Memory memory = new Memory();

        Remembering(String protocol) {
            super(Type.TRANSPORT, protocol, SmtpTransport.class.getName(), "Paloma", null);
        }

        Memory memory() {
            return memory;
        }
    }

    /** Protocol {@code smtp}. */
    public static final class Smtp extends Remembering {
        /** For the service loader. */
        public Smtp() {
            super("smtp");
        }
    }

    /** Protocol {@code smtps}: TLS from the first octet. */
    public static final class Smtps extends Remembering {
        /** For the service loader. */
        public Smtps() {
            super("smtps");
        }
    }

    /** Protocol {@code paloma}: as {@code smtp}, with properties {@code mail.paloma.…}, for sessions that need both. */
    public static final class Paloma extends Remembering {
        /** For the service loader. */
        public Paloma() {
            super("paloma");
        }
    }
}
