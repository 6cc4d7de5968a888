package dev.paloma.fuzz.run;

import dev.paloma.ServerTarget;
import dev.paloma.dkim.DkimTarget;
import dev.paloma.fuzz.Input;
import dev.paloma.message.AddressTarget;
import dev.paloma.message.HeaderTarget;
import dev.paloma.message.MessageTarget;
import dev.paloma.message.RawTarget;
import dev.paloma.message.WordsTarget;
import dev.paloma.sasl.SaslTarget;
import dev.paloma.smtp.CapabilitiesTarget;
import dev.paloma.smtp.ReplyTarget;
import dev.paloma.smtp.StufferTarget;
import java.util.Locale;

/** What can be fuzzed; each has a folder of its name, in small letters, in {@code corpus}. */
public enum Target {
    ADDRESS,
    CAPABILITIES,
    DKIM,
    HEADER,
    MESSAGE,
    RAW,
    REPLY,
    SASL,
    SERVER,
    STUFFER,
    WORDS;

    public static Target named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The name of its folders. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Claims of what comes of this input what must be true for any.
     *
     * @throws AssertionError if it isn't
     */
    public void run(byte[] given) {
        Input input = new Input(given);
        switch (this) {
            case ADDRESS -> AddressTarget.run(input);
            case CAPABILITIES -> CapabilitiesTarget.run(input);
            case DKIM -> DkimTarget.run(input);
            case HEADER -> HeaderTarget.run(input);
            case MESSAGE -> MessageTarget.run(input);
            case RAW -> RawTarget.run(input);
            case REPLY -> ReplyTarget.run(input);
            case SASL -> SaslTarget.run(input);
            case SERVER -> ServerTarget.run(input);
            case STUFFER -> StufferTarget.run(input);
            case WORDS -> WordsTarget.run(input);
        }
    }
}
