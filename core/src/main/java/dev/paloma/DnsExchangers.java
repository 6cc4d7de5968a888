package dev.paloma;

import dev.paloma.smtp.Resolver;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** MX records by the JDK's provider for the DNS. Immutable. */
// This provider gives text and makes no objects of what it reads; JNDI wants its settings in a Hashtable.
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
final class DnsExchangers implements MailExchangers {
    /** More than any domain has; the answer is somebody else's. */
    private static final int MOST = 50;

    private final @Nullable InetSocketAddress server;
    private final Duration limit;

    DnsExchangers(@Nullable InetSocketAddress server, Duration limit) {
        this.server = server;
        this.limit = limit;
    }

    @Override
    public List<Exchanger> of(String domain) throws UnknownHostException {
        try {
            String name = askable(domain);
            InitialDirContext context = new InitialDirContext(environment());
            try {
                // Absolute, or the name would be tried within the machine's own domains too.
                return exchangers(
                        context.getAttributes(name + ".", new String[] {"MX"}).get("MX"));
            } finally {
                context.close();
            }
        } catch (Resolver.NoSuchNameException e) {
            throw e;
        } catch (NameNotFoundException e) {
            throw new Resolver.NoSuchNameException(domain);
        } catch (NamingException | RuntimeException e) { // an answer that can't be read is as good as none
            UnknownHostException failure = new UnknownHostException(domain);
            failure.initCause(e);
            throw failure;
        }
    }

    /** JNDI takes a name such as ldap://host/x for an address to go to: nothing but a domain's name may reach it. */
    private static String askable(String domain) throws Resolver.NoSuchNameException {
        try {
            String name = Hosts.canonical(domain);
            if (!Hosts.isIpv4(name) && name.indexOf(':') < 0) {
                return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            }
        } catch (IllegalArgumentException e) {
            throw new Resolver.NoSuchNameException(domain);
        }
        throw new Resolver.NoSuchNameException(domain);
    }

    private Hashtable<String, String> environment() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL,
                server == null ? "dns:" : "dns://" + server.getAddress().getHostAddress() + ":" + server.getPort());
        environment.put("com.sun.jndi.dns.timeout.initial", String.valueOf(limit.toMillis()));
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        return environment;
    }

    private static List<Exchanger> exchangers(@Nullable Attribute records) throws NamingException {
        List<Exchanger> exchangers = new ArrayList<>();
        if (records != null) {
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore() && exchangers.size() < MOST) {
                Exchanger exchanger = MailExchangers.read(String.valueOf(all.next()));
                if (exchanger != null) {
                    exchangers.add(exchanger);
                }
            }
            if (exchangers.isEmpty()) {
                throw new NamingException("no record that can be read");
            }
        }
        return exchangers;
    }
}
