package dev.paloma.examples;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Tcllib's {@code smtp} (T), Racket's {@code net/smtp}, {@code net/head} and {@code net/sendmail} (R) and Allegro CL's
 * {@code net.post-office} (A) can do, and what they get wrong (D): Paloma does the one and not the other, each shown by
 * tests whose names begin with the row.
 */
final class SeedRows {
    private static final String TCLLIB = """
            T1 several servers, tried in turn
            T2 the name given with EHLO
            T3 asking the server to queue, to wait, to hurry
            T4 all recipients or at least one, and a row for each
            T5 the envelope's sender, given or derived
            T6 recipients, given or derived, in any address syntax
            T7 Bcc recipients get the mail and are seen nowhere
            T8 further header fields, any number
            T9 the fields that a valid message needs are added once
            T10 STARTTLS, or TLS from the first byte
            T11 a function decides where TLS can't be had
            T12 ways of logging in, the strongest first
            T13 dots and line ends; octets arrive unchanged
            T14 every stage has a time limit
            T15 what goes wrong after the 250 is no failure
            T16 composing, ready-made mail, encoded words, parameters
            """;

    private static final String RACKET = """
            R1 a ready-made header and body, sent to an envelope
            R2 connections opened by the caller
            R3 TLS by the caller's context, and mandatory
            R4 a hook before the end mark, and what cancelling means
            R5 headers checked, searched, changed, folded; addresses extracted
            R6 encoded words both ways
            R7 the sendmail program of this machine
            R8 what sends can be swapped
            R9 replies with LF alone
            """;

    private static final String ALLEGRO = """
            A1 every way to write a server
            A2 ports, TLS, STARTTLS and certificates as a server's options
            A3 strings, bytes, streams and files in any mix
            A4 nothing added to raw content, each singular field once in a letter
            A5 Cc and Bcc as a string or a list
            A6 attachments of every origin, in their order
            A7 parts with all that MIME has
            A8 a program instead of a server, without a shell
            A9 STARTTLS before the login; HELO only without both
            A10 display names never get into the envelope
            A11 whether an address exists
            A12 success means that the server has taken the mail
            A13 reading addresses, checking domains
            """;

    private static final String DEFECTS = """
            D01 line ends in headers, addresses, bodies or credentials start something new (A, R, T)
            D02 a header line that begins with a dot isn't stuffed (R)
            D03 8bit bodies are encoded twice, binary ones corrupted (T)
            D04 Content-Transfer-Encoding is written twice (T)
            D05 sending changes the message (T)
            D06 encoded words are too long, or end inside a character (R, T)
            D07 lines are longer than 998 (A, T)
            D08 attachments are in reverse order (A)
            D09 a blank line is added at the end (A)
            D10 the login is left out in silence (A, T)
            D11 STARTTLS offered again inside TLS is a loop (A)
            D12 a failed QUIT is reported as a failure (A)
            D13 passwords are printed when debugging (A)
            D14 what was offered before TLS is believed after it (other clients)
            D15 of a reply only the first line is kept (T)
            D16 a refusal comes without the server's words (T)
            """;

    private static final String HEAD = """
            # Where the older clients' features are

            What Tcllib's `smtp`, Racket's `net/smtp`, `net/head` and `net/sendmail`, and Allegro CL's `net.post-office` can do,
            Paloma can do; what they get wrong it gets right. They are the seed it grew from. Each row is shown by tests whose
            names begin with it. How to write in Paloma what was written there: [Tcllib](coming-from/tcllib.md),
            [Racket](coming-from/racket.md), [Allegro CL](coming-from/allegro.md).

            This page is made of the tests' names by `CoverageTest`, which fails if a row has none.
            """;

    private SeedRows() {}

    static CoveragePage page() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("Tcllib", CoveragePage.rows(TCLLIB));
        all.put("Racket", CoveragePage.rows(RACKET));
        all.put("Allegro CL", CoveragePage.rows(ALLEGRO));
        all.put("Their defects", CoveragePage.rows(DEFECTS));
        return new CoveragePage("seed-coverage.md", HEAD, all);
    }
}
