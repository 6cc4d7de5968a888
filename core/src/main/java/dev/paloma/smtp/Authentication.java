package dev.paloma.smtp;

import dev.paloma.sasl.Channel;
import dev.paloma.sasl.ChannelBinding;
import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import dev.paloma.sasl.SaslException;
import dev.paloma.smtp.SmtpException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** AUTH (RFC 4954): the strongest mechanism that both sides know and that is safe here, then the next, never none. */
final class Authentication {
    /**
     * Looks of {@link Channel#wanted} that one login may take, with all its mechanisms: twice SCRAM's most iterations, which a
     * server could else ask for again and again.
     */
    private static final int MOST_WORK = 500;

    private final SmtpConnection connection;
    private final SmtpSettings.Login login;
    private final boolean verified;
    private final List<String> offered;
    /** What a login can be bound to here. */
    private final List<ChannelBinding> possible;
    /** The types of binding that the server doesn't take. */
    private final Set<String> unfit = new HashSet<>();

    private Credentials credentials;
    private @Nullable Reply refusal;
    private String last = "none can be used here";
    private int work;

    Authentication(SmtpConnection connection, SmtpSettings.Login login) {
        this.connection = connection;
        this.login = login;
        this.verified = connection.isVerified();
        this.offered = connection.capabilities().parameters("AUTH");
        this.possible = ChannelBindings.of(connection.line.wire());
        this.credentials = login.credentials();
    }

    /** Names of the mechanisms that would be tried, in their order; empty where none is offered or safe. */
    List<String> mechanisms() {
        List<Mechanism> usable;
        try {
            usable = new MechanismChoice(login, verified, offered).usable();
        } catch (SmtpException e) {
            return List.of();
        }
        return usable.stream()
                .filter(mechanism -> !possible.isEmpty() || !mechanism.bindsChannel())
                .map(Mechanism::name)
                .toList();
    }

    /** Logs in, and says with which mechanism. */
    String run(String host, int port, Limits limits) throws SmtpException {
        List<Mechanism> candidates = new MechanismChoice(login, verified, offered).usable();
        try {
            credentials = credentials.current();
        } catch (SaslException e) {
            throw withoutToken(e, null);
        }
        boolean bindingOffered = offered.stream().anyMatch(name -> name.endsWith("-PLUS"));
        for (Mechanism mechanism : candidates) {
            for (ChannelBinding binding : bindings(mechanism)) {
                if (succeeds(mechanism, new Channel(host, port, binding, bindingOffered, this::mayWorkOn), limits)) {
                    return mechanism.name();
                }
                if (refusal != null && isOfMechanism(refusal)) {
                    break;
                }
            }
        }
        throw new SmtpException(Kind.NO_MECHANISM, Stage.AUTH, "no way of logging in is left: " + last, refusal, null);
    }

    /** A mechanism that binds is tried with each binding; to others it only matters whether there is one. */
    private List<@Nullable ChannelBinding> bindings(Mechanism mechanism) {
        List<@Nullable ChannelBinding> each = new ArrayList<>(possible);
        if (mechanism.bindsChannel()) {
            each.removeIf(binding -> binding != null && unfit.contains(binding.type()));
            return each.isEmpty() && possible.isEmpty() ? Collections.singletonList(null) : each;
        }
        return Collections.singletonList(possible.isEmpty() ? null : possible.get(0));
    }

    private boolean mayWorkOn() {
        return ++work <= MOST_WORK && connection.line.isWanted();
    }

    private boolean succeeds(Mechanism mechanism, Channel channel, Limits limits) throws SmtpException {
        try {
            AuthDialogue dialogue = dialogue(mechanism, channel);
            Reply reply = dialogue.run(limits);
            if (reply.code() == 535 && isRenewed(reply)) {
                reply = dialogue(mechanism, channel).run(limits);
            }
            if (reply.code() == 235) {
                return true;
            }
            boolean otherBinding = isOtherBinding(mechanism, reply, dialogue.responses());
            if (!otherBinding && !isOfMechanism(reply)) {
                throw refused(mechanism, reply);
            }
            if (otherBinding && channel.binding() != null) {
                unfit.add(channel.binding().type());
            }
            refusal = reply;
            last = "the server said " + reply + " to " + mechanism.name();
        } catch (SaslException e) { // nothing was sent
            last = connection.reader.secrets.hideIn(Printable.escaped(String.valueOf(e.getMessage())));
        }
        return false;
    }

    private AuthDialogue dialogue(Mechanism mechanism, Channel channel) throws SaslException {
        Mechanism.Exchange exchange = mechanism.begin(credentials, channel);
        return new AuthDialogue(connection, mechanism.name(), exchange, credentials.user());
    }

    /** Whether there is another token than the one that was refused. No clock of the server's runs meanwhile. */
    private boolean isRenewed(Reply refused) throws SmtpException {
        try {
            Optional<Credentials> renewed = credentials.renewed();
            renewed.ifPresent(fresh -> credentials = fresh);
            return renewed.isPresent();
        } catch (SaslException e) {
            throw withoutToken(e, refused);
        }
    }

    /** The source may have looked for the token where nobody answers now, which is no reason to give the mail up. */
    private SmtpException withoutToken(SaslException e, @Nullable Reply refused) {
        Kind kind = e.isTransient() ? Kind.CONNECTION : Kind.AUTHENTICATION;
        String after = refused == null ? "" : "the server refused the access token: " + refused + "; ";
        String why = connection.reader.secrets.hideIn(Printable.escaped(String.valueOf(e.getMessage())));
        return Thread.currentThread().isInterrupted()
                ? SmtpException.of(Kind.CANCELLED, Stage.AUTH, "cancelled while waiting for an access token", e)
                : SmtpException.of(kind, Stage.AUTH, after + why, e);
    }

    /** Whether the refusal speaks of the mechanism, not of user and password. */
    private static boolean isOfMechanism(Reply reply) {
        return reply.code() == 504 || reply.code() == 534;
    }

    /**
     * Whether it speaks of the channel binding. A server that binds channels in another way has no code of its own for
     * saying so; before any response, the password can't be what it dislikes.
     */
    private static boolean isOtherBinding(Mechanism mechanism, Reply reply, int responses) {
        return mechanism.bindsChannel() && responses == 0 && reply.isPermanent() && !isOfMechanism(reply);
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
