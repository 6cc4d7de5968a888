package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scaffold. */
public final class Mailbox {
    private final @Nullable String name;
    private final String address;

    private Mailbox(@Nullable String name, String address) {
        this.name = name;
        this.address = address;
    }

    public static Mailbox parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                throw new AddressException(text.replace('\r', ' ').replace('\n', ' '), i, "control character");
            }
        }
        int angle = text.indexOf('<');
        if (angle < 0) {
            return of(null, text.trim());
        }
        String name = text.substring(0, angle).trim();
        return of(name.isEmpty() ? null : name, text.substring(angle + 1, text.indexOf('>')));
    }

    public static List<Mailbox> parseList(String text) {
        List<Mailbox> all = new ArrayList<>();
        for (String one : text.split(",")) {
            all.add(parse(one));
        }
        return all;
    }

    public static Mailbox of(@Nullable String name, String address) {
        if (address.indexOf('@') < 0) {
            throw new AddressException(address, address.length(), "no at sign");
        }
        return new Mailbox(name, address);
    }

    public @Nullable String name() {
        return name;
    }

    public String local() {
        return address.substring(0, address.indexOf('@'));
    }

    public String domain() {
        return address.substring(address.indexOf('@') + 1);
    }

    public String address() {
        return address;
    }

    public boolean needsUtf8() {
        return local().chars().anyMatch(c -> c > 0x7F);
    }

    public boolean sameAddress(Mailbox other) {
        return address.equalsIgnoreCase(other.address);
    }
}
