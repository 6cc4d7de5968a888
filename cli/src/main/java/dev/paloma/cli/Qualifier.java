package dev.paloma.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes addresses without a domain, as {@code root}, with the name of this machine; nothing else of a list of
 * addresses is changed, and one that can't be read is left as it is.
 */
final class Qualifier {
    private final Supplier<String> host;
    private @Nullable String known;

    /**
     * @param host asked at most once, when it is needed
     */
    Qualifier(Supplier<String> host) {
        this.host = host;
    }

    /** The list with every address complete. */
    String qualified(String list) {
        return new Scan(list).run();
    }

    private String host() {
        String name = known == null ? host.get() : known;
        known = name;
        return name;
    }

    /** One pass over a list (RFC 5322 §3.4), made of comments, quoted strings, words and specials. */
    private final class Scan {
        private final String list;
        private final StringBuilder out;
        private int copied;
        private int at;
        private int words;
        private int wordEnd = -1;
        private boolean domain;
        private boolean angle;
        private boolean complete;

        Scan(String list) {
            this.list = list;
            this.out = new StringBuilder(list.length() + 32);
        }

        String run() {
            while (at < list.length()) {
                char c = list.charAt(at);
                boolean readable = switch (c) {
                    case '(' -> comment();
                    case '"' -> enclosed('"');
                    case '[' -> enclosed(']');
                    default -> character(c);
                };
                if (!readable) {
                    return list;
                }
            }
            end();
            return out.append(list, copied, list.length()).toString();
        }

        private boolean comment() {
            int depth = 0;
            for (; at < list.length(); at++) {
                char c = list.charAt(at);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at += c == '\\' ? 1 : 0;
                if (depth == 0) {
                    at++;
                    return true;
                }
            }
            return false;
        }

        private boolean enclosed(char close) {
            for (at++; at < list.length(); at++) {
                char c = list.charAt(at);
                if (c == close) {
                    at++;
                    words++;
                    wordEnd = at;
                    return true;
                }
                at += c == '\\' ? 1 : 0;
            }
            return false;
        }

        private boolean character(char c) {
            at++;
            switch (c) {
                case ' ', '\t', '\r', '\n' -> {}
                case '@' -> domain = true;
                case '<' -> {
                    angle = true;
                    domain = false;
                    wordEnd = -1;
                    words = 0;
                }
                case '>' -> {
                    end();
                    angle = false;
                    complete = true;
                }
                case ',', ';', ':' -> separator(c);
                default -> word();
            }
            return true;
        }

        /** In angle brackets these belong to a route; before a colon stands the name of a group. */
        private void separator(char c) {
            if (angle) {
                return;
            }
            if (c != ':') {
                end();
            }
            words = 0;
            wordEnd = -1;
            domain = false;
            complete = false;
        }

        private void word() {
            while (at < list.length() && " \t\r\n@<>,;:()\"[".indexOf(list.charAt(at)) < 0) {
                at++;
            }
            words++;
            wordEnd = at;
        }

        /** Several words outside of angle brackets are no address, so nothing would be right. */
        private void end() {
            if (!complete && !domain && words == 1 && wordEnd >= 0) {
                out.append(list, copied, wordEnd).append('@').append(host());
                copied = wordEnd;
            }
        }
    }
}
