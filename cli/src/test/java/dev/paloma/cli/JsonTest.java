package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void nestsObjectsAndArrays() {
        Json json = new Json()
                .object()
                .name("a")
                .array()
                .value(1)
                .value("b")
                .nothing()
                .endArray();
        json.name("c")
                .object()
                .endObject()
                .name("d")
                .array()
                .object()
                .name("e")
                .value(-2)
                .endObject()
                .endArray();
        assertThat(json.endObject()).hasToString("{\"a\":[1,\"b\",null],\"c\":{},\"d\":[{\"e\":-2}]}");
    }

    @Test
    void escapesWhateverCouldEndALineOrHideText() {
        String all = "\"\\\n\r\t\0\u001b\u007f\u0085\u2028\u2029\u202e";
        assertThat(new Json().value(all))
                .hasToString("\"\\\"\\\\\\n\\u000d\\u0009\\u0000\\u001b\\u007f\\u0085\\u2028\\u2029\\u202e\"");
    }

    @Test
    void keepsPairsOfSurrogatesAndEscapesLoneOnes() {
        assertThat(new Json().value("\ud83d\udd4a \udd4a\ud83d")).hasToString("\"\ud83d\udd4a \\udd4a\\ud83d\"");
    }
}
