package dev.paloma;

import dev.paloma.message.AddressException;
import dev.paloma.message.Domain;
import dev.paloma.smtp.Resolver;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which servers take mail for a domain, by its MX records (RFC 5321 §5.1). What the DNS says isn't authenticated here:
 * whoever can forge its answers chooses the servers. Safe for use by several threads.
 */
@FunctionalInterface
public interface MailExchangers {
    /**
     * Looks the records up.
     *
     * @param domain in its ASCII form
     * @return in any order; empty if the domain has none, and may have an address in their place
     * @throws Resolver.NoSuchNameException if the domain certainly doesn't exist
     * @throws UnknownHostException if it can't be looked up for now
     */
    List<Exchanger> of(String domain) throws UnknownHostException;

    /**
     * A server that takes mail for a domain.
     *
     * @param preference 0 to 65535; lower ones are tried first
     * @param host its name in ASCII without a dot at the end; empty in the null MX, which says that the domain takes no
     *     mail (RFC 7505)
     */
    record Exchanger(int preference, String host) {
        /** Whether this says that there is no server. */
        public boolean isNull() {
            return host.isEmpty();
        }
    }

    /** By the DNS servers of this machine, through the JDK's own provider; given up after ten seconds or so. */
    static MailExchangers system() {
        return new DnsExchangers(null, Duration.ofSeconds(2));
    }

    /**
     * By this DNS server.
     *
     * @param limit for the first try; the second may take twice as long
     */
    static MailExchangers at(InetSocketAddress server, Duration limit) {
        return new DnsExchangers(server, limit);
    }

    /**
     * Whether mail for a domain can be delivered at all, as far as the DNS says so: it has mail exchangers, or none and an
     * address. That some mailbox is behind it is another question, see {@link Probe#verify}.
     *
     * @param domain in any script; a domain literal isn't one
     * @param addresses how a name becomes addresses
     * @return {@link Probe.Answer#NO} also for what can't be a domain, and for a null MX
     */
    default Probe.Answer takeMailFor(String domain, Resolver addresses) {
        String name;
        try {
            name = Domain.toAscii(domain);
        } catch (AddressException e) {
            return Probe.Answer.NO;
        }
        try {
            List<Exchanger> exchangers = of(name);
            if (exchangers.isEmpty()) {
                return addresses.resolve(name).isEmpty() ? Probe.Answer.NO : Probe.Answer.YES;
            }
            return exchangers.stream().allMatch(Exchanger::isNull) ? Probe.Answer.NO : Probe.Answer.YES;
        } catch (Resolver.NoSuchNameException e) {
            return Probe.Answer.NO;
        } catch (UnknownHostException e) {
            return Probe.Answer.CANT_TELL;
        }
    }

    /** The same by the system's resolver. */
    default Probe.Answer takeMailFor(String domain) {
        return takeMailFor(domain, Resolver.system());
    }

    /** A record as the DNS writes it, {@code 10 mail.example.org.}; null for what makes no sense. */
    static @Nullable Exchanger read(String record) {
        int space = record.indexOf(' ');
        String number = space < 0 ? "" : record.substring(0, space);
        String host = record.substring(space + 1).strip();
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (!number.matches("[0-9]{1,5}") || Hosts.isIpv4(name)) { // no address may stand there (RFC 5321 §5.1)
            return null;
        }
        try {
            return new Exchanger(Integer.parseInt(number), name.isEmpty() ? "" : Domain.toAscii(name));
        } catch (AddressException e) {
            return null;
        }
    }
}
