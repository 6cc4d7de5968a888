package dev.paloma.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    @ParameterizedTest
    @CsvSource({ // the first five are those of RFC 4013 §3
        "I\u00adX,IX",
        "user,user",
        "USER,USER",
        "\u00aa,a",
        "\u2168,IX",
        "a\u00a0b\u3000c,a b c",
        "x\u200b\u2060\ufe0fy,xy",
        "u\u0308,\u00fc",
        "\ufb01,fi",
        "\uff21,A",
        "p\u00e4ssw\u00f6rd,p\u00e4ssw\u00f6rd",
        "\ud83d\udd4a,\ud83d\udd4a",
        "\u05d0b9,",
        "\u06271\u0628,\u06271\u0628",
        "\u05d0!\u05d1,\u05d0!\u05d1"
    })
    void makesOneSpelling(String text, String prepared) throws SaslException {
        if (prepared == null) {
            assertThat(failure(text)).hasMessageContaining("directions");
        } else {
            assertThat(SaslPrep.prepare("the password", text)).isEqualTo(prepared);
        }
    }

    /** One for each table that RFC 4013 §2.3 names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "\u007f",
                "\u0085",
                "\u06dd",
                "\u070f",
                "\u180e",
                "\u2028",
                "\u2029",
                "\u2061",
                "\ue000",
                "\udbff\udffd",
                "\ufdd0",
                "\uffff",
                "\ud83f\udffe",
                "\ufffc",
                "\ufffd",
                "\u2ff0",
                "\u200e",
                "\u202e",
                "\u206a",
                "\udb40\udc01",
                "\udb40\udc41"
            })
    void refusesWhatIsProhibited(String bad) {
        assertThat(failure("a" + bad + "b"))
                .hasMessage("the password has a character that SASLprep forbids (RFC 4013)");
    }

    @Test
    void refusesMixedDirections() {
        assertThat(failure("\u06271")).hasMessageContaining("directions"); // RFC 4013 §3
        assertThat(failure("\u0627a\u0628")).hasMessageContaining("directions");
    }

    @Test
    void refusesWhatBecomesEmpty() {
        assertThat(failure("\u00ad\u200b")).hasMessageContaining("drops");
    }

    private static SaslException failure(String text) {
        SaslException e = catchThrowableOfType(SaslException.class, () -> SaslPrep.prepare("the password", text));
        assertThat(e).as("a failure").isNotNull();
        return e;
    }
}
