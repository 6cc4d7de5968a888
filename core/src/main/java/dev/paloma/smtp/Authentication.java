package dev.paloma.smtp;

import dev.paloma.sasl.Channel;
import dev.paloma.sasl.ChannelBinding;
import dev.paloma.sasl.Mechanism;
import dev.paloma.sasl.SaslException;
import dev.paloma.smtp.SmtpException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AUTH (RFC 4954): the strongest mechanism that both sides know and that is safe here, then the next, never none. */
final class Authentication {
    private final SmtpConnection connection;
    private final SmtpSettings.Login login;
    private final boolean verified;
    private final List<String> offered;

    Authentication(SmtpConnection connection, SmtpSettings.Login login) {
        this.connection = connection;
        this.login = login;
        this.verified = connection.isVerified();
        this.offered = connection.capabilities().parameters("AUTH");
    }

    /** Names of the mechanisms that would be tried, in their order; empty where none is offered or safe. */
    List<String> mechanisms() {
        boolean bindable = channel("", 0).binding() != null;
        return usable().stream()
                .filter(mechanism -> bindable || !mechanism.bindsChannel())
                .map(Mechanism::name)
                .toList();
    }

    /** Logs in, and says with which mechanism. */
    String run(String host, int port, Limits limits) throws SmtpException {
        Channel channel = channel(host, port);
        Reply refusal = null;
        String last = "none can be used here";
        for (Mechanism mechanism : candidates()) {
            try {
                Mechanism.Exchange exchange = mechanism.begin(login.credentials(), channel);
                AuthDialogue dialogue = new AuthDialogue(
                        connection,
                        mechanism.name(),
                        exchange,
                        login.credentials().user());
                Reply reply = dialogue.run(limits);
                if (reply.code() == 235) {
                    return mechanism.name();
                }
                if (!isForTheNext(mechanism, reply, dialogue.responses())) {
                    throw refused(mechanism, reply);
                }
                refusal = reply;
                last = "the server said " + reply + " to " + mechanism.name();
            } catch (SaslException e) { // nothing was sent
                last = String.valueOf(e.getMessage());
            }
        }
        throw new SmtpException(Kind.NO_MECHANISM, Stage.AUTH, "no way of logging in is left: " + last, refusal, null);
    }

    private Channel channel(String host, int port) {
        SecureWire.Tls tls = connection.tls();
        @Nullable ChannelBinding binding = tls == null ? null : ServerEndPoint.of(tls.chain());
        return new Channel(host, port, binding, offered.stream().anyMatch(name -> name.endsWith("-PLUS")));
    }

    /**
     * Whether the refusal speaks of the mechanism, not of user and password. A server that binds channels in another way
     * than we do has no code of its own for saying so; before any response, the password can't be what it dislikes.
     */
    private static boolean isForTheNext(Mechanism mechanism, Reply reply, int responses) {
        boolean otherBinding = mechanism.bindsChannel() && responses == 0 && reply.isPermanent();
        return otherBinding || reply.code() == 504 || reply.code() == 534;
    }

    private List<Mechanism> candidates() throws SmtpException {
        List<Mechanism> usable = usable();
        if (usable.isEmpty()) {
            throw noMechanism(wanted().isEmpty() ? null : wanted().get(0));
        }
        return usable;
    }

    private List<Mechanism> usable() {
        return wanted().stream().filter(this::isSafe).toList();
    }

    /** Those that the server offers out of those that may be used at all, safe here or not. */
    private List<Mechanism> wanted() {
        List<Mechanism> wanted = login.mechanisms().isEmpty() ? chosen() : login.chosen();
        return wanted.stream()
                .filter(mechanism -> offered.contains(mechanism.name()))
                .toList();
    }

    private static List<Mechanism> chosen() {
        return Mechanism.strongestFirst().stream()
                .filter(mechanism -> !mechanism.isOnlyOnRequest())
                .toList();
    }

    /** Whoever strips the strong mechanisms from the server's offer gains nothing: what is left isn't safe without TLS. */
    private boolean isSafe(Mechanism mechanism) {
        boolean asked = login.mechanisms().contains(mechanism.name());
        boolean exposed = mechanism.revealsPassword() || (mechanism.isObsolete() && !asked);
        return verified || login.inClear() || !exposed;
    }

    private SmtpException noMechanism(@Nullable Mechanism unsafe) {
        String why;
        if (offered.isEmpty()) {
            why = "there is a user name for this server, but it offers no way of logging in (no AUTH)";
        } else if (unsafe != null) {
            why = (unsafe.revealsPassword() ? "the password isn't sent" : unsafe.name() + " isn't used")
                    + " without verified TLS; cleartext-auth=true would do it all the same";
        } else {
            why = "the server offers only " + String.join(", ", offered) + " to log in with, none of which may be used";
        }
        return SmtpException.of(Kind.NO_MECHANISM, Stage.AUTH, why);
    }

    private SmtpException refused(Mechanism mechanism, Reply reply) {
        String user = Printable.escaped(login.credentials().user());
        if (reply.isTransient()) {
            return SmtpException.refused(Stage.AUTH, "the server can't log '" + user + "' in now", reply);
        }
        return new SmtpException(
                Kind.AUTHENTICATION,
                Stage.AUTH,
                "logging in as '" + user + "' with " + mechanism.name() + " failed: the server said " + reply + "; "
                        + advice(mechanism, reply),
                reply,
                null);
    }

    private static String advice(Mechanism mechanism, Reply reply) {
        if (reply.code() != 535) {
            return "the server wants another way of logging in, or none before TLS";
        }
        return switch (mechanism.secret()) {
            case PASSWORD -> "check user name and password";
            case TOKEN -> "check the access token: is it for this user, and has it expired?";
            case NONE -> "check the user name, and what the server wants to know it by";
        };
    }
}
