package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments send(String... args) {
        return Arguments.parse(SendOptions.command(), args, 0);
    }

    @Test
    void readsBothWaysOfGivingAValue() {
        Arguments arguments = send("--subject", "a=b", "--text=c=d", "--html=", "--to", "x", "--to=y", "--json");
        assertThat(arguments.value("--subject")).isEqualTo("a=b");
        assertThat(arguments.value("--text")).isEqualTo("c=d");
        assertThat(arguments.value("--html")).isEmpty();
        assertThat(arguments.values("--to")).containsExactly("x", "y");
        assertThat(arguments.has("--json")).isTrue();
        assertThat(arguments.has("--dry-run")).isFalse();
    }

    @Test
    void takesWhatLooksLikeAnOptionAsAValue() {
        assertThat(send("--text", "--json", "--subject", "--help").value("--text"))
                .isEqualTo("--json");
        assertThat(send("--subject", "--help").asksForHelp()).isFalse();
    }

    @Test
    void givesHelpEvenWhereTheRestIsWrong() {
        assertThat(send("--nonsense", "--help").asksForHelp()).isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> send("--sever", "x")).hasMessageContaining("did you mean --server?");
        assertThatThrownBy(() -> send("--subject")).hasMessageContaining("--subject needs a value");
        assertThatThrownBy(() -> send("--subject=a", "--subject=b")).hasMessageContaining("given twice");
        assertThatThrownBy(() -> send("--json=yes")).hasMessageContaining("takes no value");
        assertThatThrownBy(() -> send("hello")).hasMessageContaining("'hello' belongs to no option");
    }

    @Test
    void doesNotRepeatAUrlThatMayHoldAPassword() {
        assertThatThrownBy(() -> send("smtp://me:canary@mail.example"))
                .hasMessageNotContaining("canary")
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> send("--sever=smtp://me:canary@mail.example")).hasMessageNotContaining("canary");
    }

    @Test
    void splitsAttachmentsOnlyAtTrailingOptions() {
        assertThat(FileArgument.parse("a;b.txt")).isEqualTo(new FileArgument("a;b.txt", null, null));
        assertThat(FileArgument.parse("a;type=x;b")).isEqualTo(new FileArgument("a;type=x;b", null, null));
        assertThat(FileArgument.parse("a;b;type=text/csv;name=c.csv"))
                .isEqualTo(new FileArgument("a;b", "text/csv", "c.csv"));
        assertThat(FileArgument.parse("a;name=c;type=text/csv")).isEqualTo(new FileArgument("a", "text/csv", "c"));
        assertThat(FileArgument.parse(";name=c")).isEqualTo(new FileArgument(";name=c", null, null));
    }

    @Test
    void splitsServersAtCommasThatSeparateThem() {
        assertThat(Servers.split("smtp://a?auth=PLAIN,LOGIN,smtp://b, c:25,@work,d"))
                .containsExactly("smtp://a?auth=PLAIN,LOGIN", "smtp://b", "c:25", "@work", "d");
        assertThat(Servers.split(" , ")).isEmpty();
    }

    @Test
    void joinsOnlyWhatAnOptionWithAListCanTake() {
        assertThat(Servers.split("smtp://127.0.0.1:20999?tls=none,localhost"))
                .containsExactly("smtp://127.0.0.1:20999?tls=none", "localhost");
        assertThat(Servers.split("smtp://u@a?auth=PLAIN,login,localhost,b"))
                .containsExactly("smtp://u@a?auth=PLAIN,login", "localhost", "b");
        assertThat(Servers.split("smtp://a?protocols=TLSv1.2,TLSv1.3,mail"))
                .containsExactly("smtp://a?protocols=TLSv1.2,TLSv1.3", "mail");
        assertThat(Servers.split(
                        "smtp://a?tls=required&ciphers=TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384&pool=2,TLS_AES"))
                .containsExactly(
                        "smtp://a?tls=required&ciphers=TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384&pool=2",
                        "TLS_AES");
        assertThat(Servers.split("smtp://u@a?auth=PLAIN,LOGIN&proxy=socks5://p:1080,mail.example.org"))
                .containsExactly("smtp://u@a?auth=PLAIN,LOGIN&proxy=socks5://p:1080", "mail.example.org");
    }

    @Test
    void splitsAPasswordCommandAtSpacesOutsideQuotes() {
        assertThat(Passwords.words("  pass 'a b'\"c\" '' $x")).containsExactly("pass", "a bc", "", "$x");
        assertThatThrownBy(() -> Passwords.words("pass 'a")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Passwords.words(" ")).isInstanceOf(UsageException.class);
    }
}
