package dev.paloma.cli;

import java.util.List;

/** What {@code paloma sendmail} takes, for the help; {@link SendmailArguments} reads it. */
final class SendmailOptions {
    private SendmailOptions() {}

    static Command command() {
        return new Command(
                "sendmail",
                "takes a mail on standard input as the sendmail program does",
                "Takes the place of the sendmail program: programs that pipe a mail to it send through Paloma. The mail goes"
                        + " to PALOMA_SERVER, or else to the server named 'default' in ~/.config/paloma/servers. From,"
                        + " Date and Message-ID are added where they are missing, and this machine's name to addresses"
                        + " without a domain; Bcc is left out. A line with a single dot ends the mail unless -i is given."
                        + " Called through a link named sendmail, or mailq, the command is this one. When it ends with 0"
                        + " the server has the mail; or, with PALOMA_OUTBOX set, that outbox has it, durably, and"
                        + " paloma outbox run delivers it.",
                OPTIONS,
                List.of(
                        "printf 'To: ann@example.net\\nSubject: Hi\\n\\nHello\\n' | paloma sendmail -t -i",
                        "paloma sendmail -f me@example.org ann@example.net < ready.eml",
                        "ln -s /opt/paloma/bin/paloma /usr/local/bin/sendmail",
                        "git config sendemail.smtpServer /usr/local/bin/sendmail"),
                ExitTexts.SENDMAIL);
    }

    private static final List<Option> OPTIONS = List.of(
            Option.operands(
                    "RECIPIENT",
                    "whom it goes to, again for more; a list with commas is taken too. -- ends the options"),
            Option.flag(
                    "-t", "also to those in To, Cc and Bcc; where the mail is resent, to those of the Resent fields"),
            Option.flag("-i", "a line with a single dot doesn't end the mail; so does -oi"),
            Option.value(
                    "-f",
                    "ADDRESS",
                    "where reports of failure go; '' or '<>' for nowhere. Without it: PALOMA_FROM, else the mail's Sender"
                            + " or From. -r is the same"),
            Option.value("-F", "NAME", "the name for From, where From is missing"),
            Option.flag("-bm", "takes a mail on standard input: the default"),
            Option.flag(
                    "-bs",
                    "speaks SMTP on standard input and output; each mail goes on, or is stored, before it is answered"),
            Option.flag(
                    "-bp",
                    "prints what is waiting in PALOMA_OUTBOX, as mailq does; without one mails are sent at once"),
            Option.flag("-bv", "only says where the recipients' mail would go"),
            Option.value("-B", "7BIT|8BITMIME", "accepted and ignored: the mail itself tells what it holds"),
            Option.value(
                    "-N",
                    "never|success,failure,delay",
                    "which reports are to come back; a server without DSN doesn't get the mail then (78)"),
            Option.value("-R", "full|hdrs", "how much of the mail a report of failure gives back (DSN)"),
            Option.value("-V", "ID", "by which reports are recognised (DSN)"),
            Option.flag("-v", "the session on standard error"),
            Option.value("-o", "X", "i is -i, eq leaves error lines out; all others are accepted and ignored"),
            Option.value("-O", "NAME=VALUE", "IgnoreDots and ErrorMode; all others are accepted and ignored"));
}
