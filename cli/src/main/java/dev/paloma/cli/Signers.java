package dev.paloma.cli;

import dev.paloma.dkim.DkimSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The signers that {@code --dkim} names: {@code domain=D,selector=S,key=FILE}, in any order. */
final class Signers {
    private static final Set<String> NAMES = Set.of("domain", "selector", "key");
    /** Any other comma belongs to the file's name. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:domain|selector|key)=)");

    private static final String HOW = "--dkim domain=example.org,selector=s1,key=dkim.pem";

    private Signers() {}

    /**
     * @throws UsageException if a value isn't of that form
     */
    static void check(Arguments arguments) {
        arguments.values("--dkim").forEach(Signers::parse);
    }

    /**
     * @throws Trouble if a key can't be read, or isn't one, or domain or selector is no name
     */
    static List<DkimSigner> of(Arguments arguments) {
        List<DkimSigner> signers = new ArrayList<>();
        for (String given : arguments.values("--dkim")) {
            signers.add(signer(parse(given)));
        }
        return signers;
    }

    private static Map<String, String> parse(String given) {
        Map<String, String> values = new HashMap<>();
        for (String piece : COMMA.split(given)) {
            int equals = piece.indexOf('=');
            String name = equals < 0 ? piece : piece.substring(0, equals);
            if (!NAMES.contains(name) || equals + 1 == piece.length()) {
                throw new UsageException("--dkim can't read '" + piece + "': write " + HOW);
            }
            if (values.put(name, piece.substring(equals + 1)) != null) {
                throw new UsageException("--dkim has " + name + " twice; for another signature give --dkim again");
            }
        }
        for (String name : List.of("domain", "selector", "key")) {
            if (!values.containsKey(name)) {
                throw new UsageException("--dkim lacks its " + name + ": write " + HOW);
            }
        }
        return values;
    }

    private static DkimSigner signer(Map<String, String> values) {
        Path key = Environment.path(value(values, "key"));
        try {
            if (Files.isDirectory(key)) {
                throw new IOException("it is a folder");
            }
            return DkimSigner.of(value(values, "domain"), value(values, "selector"), key);
        } catch (IOException e) {
            throw Trouble.unreadable(
                    "can't read the DKIM key '" + key + "': " + Inputs.reason(e) + "; nothing was sent", e);
        } catch (IllegalArgumentException e) {
            throw Trouble.setting("--dkim: " + e.getMessage() + "; nothing was sent", e);
        }
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name));
    }
}
