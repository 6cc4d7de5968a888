package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.Sent;
import dev.paloma.message.Mail;
import java.util.Iterator;
import java.util.stream.Stream;

/** Paloma's {@link Mailer#sendAll}. */
final class PalomaSendAll implements Peer {
    private final Mailer mailer;
    private final Mail mail;

    private PalomaSendAll(Task task) {
        mailer = PalomaSend.mailer(task).window(task.window()).build();
        mail = Mail.of(PalomaSend.message(task));
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, PalomaSendAll::new);
    }

    @Override
    public void send(int mails) {
        Iterator<Mail> all = Stream.generate(() -> mail).limit(mails).iterator();
        mailer.sendAll(all, PalomaSendAll::check);
    }

    private static void check(Sent sent) {
        if (sent.failure() != null) {
            throw sent.failure();
        }
    }

    @Override
    public void close() {
        mailer.close();
    }
}
