package dev.paloma.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What goes wrong on the wire (F), and what attackers try (S): names of tests begin with these. */
final class FaultRows {
    /** There is nothing in Paloma yet that could meet them: it fetches no tokens, and the inbox has no page. */
    static final Set<String> WITHOUT_CODE = Set.of("S10", "S21");

    private static final String HEAD = """
            # What goes wrong, and where it is tested

            Names of tests begin with what they are about. The verdicts: **later** is `DEFERRED`, **refused** is `REFUSED`, **next**
            means that the next address or server is tried, **closed** that the connection is never used again, **doubt** is
            `UNKNOWN`. Rows from F9 to F66 run over plain TCP, STARTTLS and TLS, with and without PIPELINING, as DATA and BDAT,
            with replies whole, by line and by octet, wherever that makes sense (`-Dpaloma.suite=full` for all of it).

            This page is made of the tests' names by `CoverageTest`, which fails if a row has none. S10 and S21 wait for what they
            are about: Paloma fetches no tokens itself, and the inbox has no page yet.
            """;

    private static final String CONNECTING = """
            F1 the name doesn't exist: next; refused only if no server's name does
            F2 the look-up fails or takes too long: later
            F3 a domain says by its null MX that it takes no mail: refused
            F4 there are MX records, but none that can be used: an error, never the domain's own address
            F5 the first address is dead: next
            F6 the port is refused: next, later
            F7 nobody answers to connecting: its own limit, next
            F8 the line dies after it was taken: next, later
            F9 no greeting: its own limit
            F10 the greeting says 421: next, later
            F11 the greeting says 5xx: next, then later
            F12 a greeting of several lines
            F13 something that isn't SMTP: closed, later, and no login
            F14 TLS on a plain port and the reverse: explained, never worked around
            F15 a reply that drips: it must be whole by its deadline
            F16 EHLO isn't known: HELO only where neither TLS nor a login is required
            F17 EHLO refused for now: later
            """;

    private static final String REPLIES = """
            F18 odd, repeated and lower-case capabilities, and `AUTH=`: read
            F19 what was offered before TLS: forgotten
            F20 a reply cut anywhere is the same reply
            F21 two replies to one command: closed
            F22 codes that differ between a reply's lines: closed
            F23 what is no reply code: closed; an unknown one counts by its first digit
            F24 lines that end in LF alone: read; a bare CR: closed
            F25 long lines: read up to a limit
            F26 octets that aren't text: escaped wherever they are shown
            F27 the end inside a line: closed, later
            F28 code and enhanced status differ: the code counts
            F29 3xx where none is due: closed
            """;

    private static final String TLS = """
            F30 TLS is required but not offered: nothing is sent
            F31 STARTTLS is refused: later
            F32 octets in clear after the go-ahead: closed, an attack
            F33 the handshake stalls, breaks or is nonsense: later, never in clear by itself
            F34 a certificate that isn't trusted, another's or expired: stop, and which of these
            F35 the AUTH list from before TLS: forgotten
            F36 the password is wrong: said once; a refused mechanism: the next one
            F37 the login fails for now: later
            F38 mail is refused until one logs in: about the settings
            F39 a challenge that isn't base64: given up with an asterisk
            F40 success without the server's proof: closed
            F41 a token is refused with an error in JSON: answered, and renewed once
            """;

    private static final String ENVELOPE = """
            F42 MAIL is refused: later or refused by its code
            F43 too many recipients: the rest in further transactions
            F44 some recipients are refused: a verdict for each
            F45 251 and 252: accepted
            F46 greylisting: later
            F47 larger than SIZE: refused here
            F48 no 8BITMIME or SMTPUTF8: written anew, or refused here
            F49 nobody is left, but DATA goes ahead: a lone dot
            F50 nobody is left and DATA is refused: RSET
            F51 DATA is refused: counts for everybody accepted
            F52 the server stops reading: no deadlock, a limit
            F53 421 at any moment: later, closed
            F54 thousands of recipients: one transaction
            """;

    private static final String CONTENT = """
            F55 a write stalls: a limit for each block
            F56 the line dies inside the content: later, no doubt
            F57 a refusal inside the content, then a closed line: the refusal is read
            F58 our own content fails half-way: closed, never a dot
            F59 the line dies after the final dot: doubt
            F60 the content is refused: later or refused by its code
            F61 QUIT fails after the 250: accepted
            F62 garbage for an answer to the dot: doubt, closed
            F63 a chunk is refused: no more chunks, RSET
            F64 the answer to the last chunk is lost: doubt
            F65 a connection that rested is dead: a fresh one, no attempt counted
            F66 RSET fails: closed
            F67 refused by policy: refused, the reason kept
            F68 killed at any instruction, a full disk, a failing commit: nothing is said to be stored that isn't
            F69 the wall clock jumps: nothing happens
            """;

    private static final String ATTACKS = """
            S1 line ends and controls in addresses; letters whose low octet is one
            S2 the same in every other parameter of a command
            S3 the same in header fields, parameters, file names
            S4 a quoted address that looks like a parameter
            S5 an address whose domain is read differently by others
            S6 every string of CR, LF, dots and letters at every cut: one end mark
            S7 commands slipped in before the handshake
            S8 STARTTLS taken away
            S9 false certificates on every way to TLS
            S10 the token endpoint with a bad certificate
            S11 endless replies
            S12 a late reply is never taken for the next command's
            S13 work grows with the input and no faster
            S14 SCRAM from a hostile server
            S15 no password without verified TLS, unless told
            S16 no password in anything that is shown or stored
            S17 a recipient that looks like an option to a program
            S18 no text is opened as a file or URL
            S19 hostile file names; a body that holds the boundary
            S20 no address or Message-ID becomes a path
            S21 the page of caught mail
            S22 no Java serialisation
            S23 what servers say is escaped in logs and terminals
            S24 NUL and lone surrogates in logins
            """;

    private FaultRows() {}

    static CoveragePage page() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("Connecting", CoveragePage.rows(CONNECTING));
        all.put("Replies", CoveragePage.rows(REPLIES));
        all.put("TLS and logging in", CoveragePage.rows(TLS));
        all.put("The envelope", CoveragePage.rows(ENVELOPE));
        all.put("The content and after", CoveragePage.rows(CONTENT));
        all.put("Attacks", CoveragePage.rows(ATTACKS));
        return new CoveragePage("faults.md", HEAD, all);
    }
}
