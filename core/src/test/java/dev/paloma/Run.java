package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.testkit.Answer;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One case under one combination: a server's script, a mail, and then what came of it. */
final class Run {
    private static final Duration LIMIT = Duration.ofMillis(150);

    final Setting setting;
    final Shape shape;
    private final FakeSmtpServerBuilder script;
    /** Before the mail that matters another one may go its way undisturbed. */
    private final AtomicBoolean armed = new AtomicBoolean();

    private final List<Consumer<MailerBuilder>> wishes = new ArrayList<>();
    private Timeouts timeouts = Setting.quick();
    private Duration idle = Duration.ZERO;
    private Sample sample;
    private @Nullable Content content;
    private @Nullable Mailbox sender;
    private @Nullable UnaryOperator<Server> address;
    private @Nullable FakeSmtpServer running;

    Run(Setting setting, Shape shape) {
        this.setting = setting;
        this.shape = shape;
        this.script = setting.server();
        this.sample = Sample.of(shape);
    }

    /** Where the mail that matters comes to this step, this happens. */
    Run at(Step step, Answer answer) {
        script.at(step, request -> armed.get() ? answer.answer(request) : request.usual());
        return this;
    }

    Run at(Step step, Reply reply) {
        return at(step, request -> reply);
    }

    /** A fault before the reply; see {@link Reply#then} for one that comes after it. */
    Run at(Step step, Fault fault) {
        return at(step, Reply.none().then(fault));
    }

    /** The server from the first connection on. */
    Run server(Consumer<FakeSmtpServerBuilder> change) {
        change.accept(script);
        return this;
    }

    Run mailer(Consumer<MailerBuilder> wish) {
        wishes.add(wish);
        return this;
    }

    /** How the server is reached, if not in the setting's way alone. */
    Run address(UnaryOperator<Server> change) {
        address = change;
        return this;
    }

    /** A stage that the case lets run out of time. */
    Run limited(Stage... stages) {
        for (Stage stage : stages) {
            timeouts = timeouts.with(stage, LIMIT);
        }
        return this;
    }

    Run sending(Sample other) {
        sample = other;
        return this;
    }

    /** Content of a test's own, for the sample's recipients. */
    Run sending(Content other) {
        content = other;
        return this;
    }

    /** So much time passes between the mail before and the one that matters. */
    Run idle(Duration time) {
        idle = time;
        return this;
    }

    /** What was said, as far as it came to that. */
    String transcript() {
        return running == null ? "" : running.transcript().toString();
    }

    /** Until the server has done what ends the connection, or said that it will. */
    private static void awaitEnd(FakeSmtpServer server) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String said = "";
        while (!said.contains("fault: ") && !said.contains("421 ") && System.nanoTime() - limit < 0) {
            Thread.sleep(2);
            said = server.transcript().toString();
        }
    }

    /** Sends, closes everything, and checks what must be true whatever happened. */
    Result send() throws InterruptedException {
        EndMarkWatch watch = new EndMarkWatch(sample.lastLine());
        Receipt receipt;
        @Nullable SendException failure = null;
        int before = 0;
        try (FakeSmtpServer server = script.start();
                Mailer mailer = mailer(server, watch)) {
            running = server;
            if (shape.second()) {
                mailer.send(new Sample("another", 1, Shape.Size.SMALL));
                before = server.transcript().entries().size();
                if (!idle.isZero()) { // the end is there before the rest begins, however busy the machine
                    awaitEnd(server);
                    Thread.sleep(idle.toMillis());
                }
            }
            armed.set(true);
            try {
                receipt = mailer.send(envelope(), content == null ? sample : content);
            } catch (SendException e) {
                failure = e;
                receipt = e.receipt();
            }
        }
        Result result = new Result(this, running, receipt, failure, watch.hasLeft(), before);
        result.requireSound(content == null ? sample : null, sample.name());
        return result;
    }

    /** Another sender than the sample's. */
    Run sendingFrom(String address) {
        sender = Mailbox.parse(address);
        return this;
    }

    private Envelope envelope() {
        return sender == null ? sample.envelope() : sample.envelope().withSender(sender);
    }

    private Mailer mailer(FakeSmtpServer server, EndMarkWatch watch) {
        Server to = setting.address(server);
        MailerBuilder builder = Mailer.builder()
                .server(address == null ? to : address.apply(to))
                .connector(watch)
                .timeouts(timeouts)
                .acceptance(shape.acceptance());
        for (Consumer<MailerBuilder> wish : wishes) {
            wish.accept(builder);
        }
        return builder.build();
    }
}
