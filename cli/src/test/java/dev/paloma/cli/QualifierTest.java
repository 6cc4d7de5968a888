package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualifierTest {
    private static String qualified(String list) {
        return new Qualifier(() -> "host").qualified(list);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root | root@host",
                "root (Cron Daemon) | root@host (Cron Daemon)",
                "(a \\) comment, with) root | (a \\) comment, with) root@host",
                "Cron Daemon <root> | Cron Daemon <root@host>",
                "\"a, b\" <root> | \"a, b\" <root@host>",
                "root, ann@example.org, bob | root@host, ann@example.org, bob@host",
                "team: root, ann@example.org; | team: root@host, ann@example.org;",
                "<\"two words\"> | <\"two words\"@host>",
                "first.last | first.last@host",
            })
    void completesAddressesWithoutDomain(String list, String expected) {
        assertThat(qualified(list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann@example.org",
                "Ann <ann@example.org>",
                "<>",
                "undisclosed-recipients:;",
                "<@relay,@other:ann@example.org>",
                "\"a@b\" <ann@example.org>, ann @ example.org",
                "ann@[192.0.2.1]",
                "two words",
                "(never closed root",
                "\"never closed",
                "ann@example.org (root)",
                "\u00e9\u00ff <ann@example.org>",
            })
    void leavesEverythingElseAsItIs(String list) {
        assertThat(qualified(list)).isEqualTo(list);
    }

    @Test
    void takesTimeInProportionToTheList() {
        String list = "(".repeat(200_000) + "\"\\".repeat(200_000);
        assertThat(qualified(list)).isEqualTo(list);
        assertThat(qualified("a,".repeat(100_000))).hasSize(100_000 * "a@host,".length());
    }
}
