package dev.paloma.interop;

import dev.paloma.message.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Addresses of all sorts. Truth: {@code [{group: "", members: [{name, local, domain}]}]}, an empty name for none. */
final class RandomAddresses {
    private static final String[][] DOMAINS = {
        {"example.org", "example.org"},
        {"mail.example.net", "mail.example.net"},
        {"Example.COM", "Example.COM"},
        {"b\u00FCcher.example", "xn--bcher-kva.example"},
        {"stra\u00DFe.example", "xn--strae-oqa.example"},
        {"\u0438\u0441\u043F\u044B\u0442\u0430\u043D\u0438\u0435.example", "xn--80akhbyknj4f.example"},
        {"[192.0.2.1]", "[192.0.2.1]"},
        {"[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"},
    };

    /** As written in an address, and what it means. */
    private static final String[][] LOCALS = {
        {"ann", "ann"},
        {"Bob.Smith+tag", "Bob.Smith+tag"},
        {"!#$%&'*+-/=?^_`{|}~", "!#$%&'*+-/=?^_`{|}~"},
        {"\"a b\"", "a b"},
        {"\"a..b\"", "a..b"},
        {"\"a@b\"", "a@b"},
        {"\"a\\\"b\"", "a\"b"},
        {"\"a\\\\b\"", "a\\b"},
        {"\"(x),<y>;:\"", "(x),<y>;:"},
    };

    private static final String[][] UNICODE_LOCALS = {
        {"j\u00F6rg", "j\u00F6rg"}, {"\u7528\u6237", "\u7528\u6237"}, {"\"\u00E4 \u00F6\"", "\u00E4 \u00F6"},
    };

    private final Chance chance;
    private final RandomText text;
    private final boolean utf8;

    /** @param utf8 whether local parts may hold letters beyond ASCII */
    RandomAddresses(Chance chance, RandomText text, boolean utf8) {
        this.chance = chance;
        this.text = text;
        this.utf8 = utf8;
    }

    Sample<Mailbox> mailbox() {
        String[] domain = chance.pick(DOMAINS);
        String[] local = chance.pick(utf8 && chance.oneIn(2) ? UNICODE_LOCALS : LOCALS);
        String name = chance.oneIn(3) ? "" : text.name();
        Mailbox made = Mailbox.of(name.isEmpty() ? null : name, local[0] + "@" + domain[0]);
        return new Sample<>(made, Sample.facts("name", name, "local", local[1], "domain", domain[1]));
    }

    /** Single mailboxes. */
    List<Sample<Mailbox>> mailboxes() {
        List<Sample<Mailbox>> all = new ArrayList<>();
        for (int i = chance.between(1, chance.oneIn(8) ? 40 : 3); i > 0; i--) {
            all.add(mailbox());
        }
        return all;
    }

    /** A group in its textual form. */
    Sample<String> group() {
        String name = text.name();
        List<Object> members = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = chance.between(0, 4); i > 0; i--) {
            Sample<Mailbox> member = mailbox();
            members.add(member.truth());
            written.add(quoted(member.truth(), member.made()));
        }
        String list = quote(name) + ": " + String.join(", ", written) + ";";
        return new Sample<>(list, Sample.facts("group", name, "members", members));
    }

    static Map<String, Object> single(Sample<Mailbox> mailbox) {
        return Sample.facts("group", "", "members", List.of(mailbox.truth()));
    }

    private static String quoted(Map<String, Object> truth, Mailbox mailbox) {
        String name = String.valueOf(truth.get("name"));
        return name.isEmpty() ? mailbox.address() : quote(name) + " <" + mailbox.address() + ">";
    }

    /** Quoted, so that nothing in it is taken for an encoded word but what really looks like one to a reader. */
    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
