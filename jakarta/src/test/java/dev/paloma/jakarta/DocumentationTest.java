package dev.paloma.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that Angus Mail's documentation of its SMTP package names is forgotten here. */
class DocumentationTest {
    /** In its order, as of version 2.0.5; at the end what its code reads without naming it there. */
    private static final List<String> DOCUMENTED = List.of(
            "user",
            "host",
            "port",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "executor.writetimeout",
            "from",
            "localhost",
            "localaddress",
            "localport",
            "ehlo",
            "auth",
            "auth.mechanisms",
            "auth.login.disable",
            "auth.plain.disable",
            "auth.digest-md5.disable",
            "auth.ntlm.disable",
            "auth.ntlm.domain",
            "auth.ntlm.flags",
            "auth.xoauth2.disable",
            "submitter",
            "dsn.notify",
            "dsn.ret",
            "allow8bitmime",
            "sendpartial",
            "sasl.enable",
            "sasl.mechanisms",
            "sasl.authorizationid",
            "sasl.realm",
            "sasl.usecanonicalhostname",
            "quitwait",
            "quitonsessionreject",
            "reportsuccess",
            "socketFactory",
            "socketFactory.class",
            "socketFactory.fallback",
            "socketFactory.port",
            "ssl.enable",
            "ssl.checkserveridentity",
            "ssl.hostnameverifier",
            "ssl.hostnameverifier.class",
            "ssl.trust",
            "ssl.socketFactory",
            "ssl.socketFactory.class",
            "ssl.socketFactory.port",
            "ssl.protocols",
            "ssl.ciphersuites",
            "starttls.enable",
            "starttls.required",
            "proxy.host",
            "proxy.port",
            "proxy.user",
            "proxy.password",
            "socks.host",
            "socks.port",
            "mailextension",
            "userset",
            "noop.strict",
            "chunksize",
            "class",
            "usesocketchannels",
            "auth.ntlm.v2",
            "auth.xoauth2.two.line.authentication.format",
            "ssl.socketFactory.fallback",
            "saslrealm");

    private static final List<Class<?>> TESTS = List.of(
            PropertiesTest.class,
            ConnectionPropertiesTest.class,
            LoginPropertiesTest.class,
            SecurityTest.class,
            SendingTest.class,
            FailuresTest.class);

    @Test
    void everyPropertyIsShownByATest() {
        Set<String> missing = new TreeSet<>(DOCUMENTED);
        for (Class<?> type : TESTS) {
            for (Method method : type.getDeclaredMethods()) {
                Shows shows = method.getAnnotation(Shows.class);
                if (shows != null) {
                    missing.removeAll(Arrays.asList(shows.value()));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPropertyIsKnownAndSoIsWhatBecomesOfIt() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : DOCUMENTED) {
            assertThat(KnownProperties.isKnown(name)).as(name).isTrue();
            boolean gathered = name.startsWith("auth.") || name.matches("(proxy|socks)\\..*");
            assertThat(gathered || readme.contains("`" + name + "`"))
                    .as("README tells of " + name)
                    .isTrue();
        }
    }

    @Test
    void aPropertyThatIsShownIsDocumented() {
        Set<String> shown = new TreeSet<>();
        TESTS.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .map(method -> method.getAnnotation(Shows.class))
                .filter(shows -> shows != null)
                .forEach(shows -> shown.addAll(Arrays.asList(shows.value())));
        shown.removeAll(DOCUMENTED);
        assertThat(shown).allMatch(name -> name.startsWith("paloma."));
    }
}
