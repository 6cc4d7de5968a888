package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.message.Message;

/** Paloma's {@link Mailer#send}, one mail after the other on each connection. */
final class PalomaSend implements Peer {
    private final Mailer mailer;
    private final Lanes lanes;

    private PalomaSend(Task task) throws Exception {
        mailer = mailer(task).build();
        Message message = message(task);
        boolean anew = task.manner() == Manner.COMPOSE;
        lanes = new Lanes(task.connections(), () -> () -> mailer.send(anew ? message(task) : message));
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, PalomaSend::new);
    }

    static MailerBuilder mailer(Task task) {
        String server = task.tls()
                ? "smtps://localhost:" + task.port() + "?trust=" + task.authority()
                : "smtp://localhost:" + task.port();
        MailerBuilder builder = Mailer.builder().server(server).connections(task.connections());
        return task.manner() == Manner.FRESH ? builder.mailsPerConnection(1) : builder;
    }

    static Message message(Task task) {
        Letter letter = task.letter();
        Message.Builder builder = Message.builder()
                .from(Letter.SENDER)
                .to(letter.recipients().toArray(String[]::new))
                .subject(Letter.SUBJECT)
                .text(Letter.TEXT);
        if (letter.html() != null) {
            builder.html(letter.html());
        }
        if (letter.attachment() != null) {
            builder.attach(Letter.FILE_NAME, Letter.FILE_TYPE, letter.attachment());
        }
        if (letter == Letter.HUGE) {
            builder.attach(task.file());
        }
        return builder.build();
    }

    @Override
    public void send(int mails) throws Exception {
        lanes.send(mails);
    }

    @Override
    public void close() throws Exception {
        lanes.close();
        mailer.close();
    }
}
