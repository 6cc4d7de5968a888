package dev.paloma.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Vert.x' mail client, which pipelines; a few mails more than connections are asked for at once. */
final class VertxMail implements Peer {
    private final Vertx vertx = Vertx.vertx();
    private final MailClient client;
    private final MailMessage message;
    private final int atOnce;
    private final Semaphore room;

    private VertxMail(Task task) {
        client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname("localhost")
                        .setPort(task.port())
                        .setOwnHostname("localhost")
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setMaxPoolSize(task.connections()));
        message = compose(task.letter());
        atOnce = task.connections() * 4;
        room = new Semaphore(atOnce);
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, VertxMail::new);
    }

    private static MailMessage compose(Letter letter) {
        MailMessage composed = new MailMessage()
                .setFrom(Letter.SENDER)
                .setTo(letter.recipients())
                .setSubject(Letter.SUBJECT)
                .setText(Letter.TEXT);
        if (letter.html() != null && letter.attachment() != null) {
            composed.setHtml(letter.html())
                    .setAttachment(MailAttachment.create()
                            .setName(Letter.FILE_NAME)
                            .setContentType(Letter.FILE_TYPE)
                            .setData(Buffer.buffer(letter.attachment())));
        }
        return composed;
    }

    @Override
    public void send(int mails) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < mails; i++) {
            room.acquire();
            client.sendMail(message).onComplete(done -> {
                if (done.failed()) {
                    failure.set(done.cause());
                }
                room.release();
            });
        }
        room.acquire(atOnce);
        room.release(atOnce);
        if (failure.get() != null) {
            throw new IOException(failure.get());
        }
    }

    @Override
    public void close() {
        client.close().await();
        vertx.close().await();
    }
}
