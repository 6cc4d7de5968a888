package dev.paloma.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client in a JVM of its own. */
record Fork(String name, Program program, Task task, Course course) implements Contender {
    /**
     * @param peer its folder in {@code bench/peers}; empty for Paloma
     * @param newer whether it wants virtual threads
     */
    record Program(String peer, String main, boolean newer, String heap) {
        static Program paloma(Class<? extends Peer> main) {
            return new Program("", main.getSimpleName(), false, "512m");
        }

        static Program peer(String folder, String main) {
            return new Program(folder, main, false, "512m");
        }

        Program newerJava() {
            return new Program(peer, main, true, heap);
        }

        Program withHeap(String most) {
            return new Program(peer, main, newer, most);
        }
    }

    @Override
    public Optional<String> missing(Lab lab) throws IOException {
        if (lab.classPath(program.peer).isEmpty()) {
            return Optional.of("not built: it couldn't be downloaded");
        }
        return program.newer && Lab.newerJava().isEmpty() ? Optional.of("no JDK 25 here") : Optional.empty();
    }

    @Override
    public Measurement run(Lab lab) throws IOException, InterruptedException {
        Task now = (lab.brief() ? task.briefly() : task)
                .with("port", course.port(lab))
                .with("tls", course.secure())
                .with("authority", lab.authority());
        boolean huge = now.letter() == Letter.HUGE;
        if (huge) {
            now = now.with("file", lab.hugeFile());
        }
        List<String> command = new ArrayList<>();
        command.add(program.newer ? Lab.newerJava().orElseThrow() : Lab.java());
        command.add("-Xmx" + program.heap);
        command.addAll(lab.trust());
        command.addAll(List.of("-cp", lab.classPath(program.peer).orElseThrow()));
        command.add(Fork.class.getPackageName() + "." + program.main);
        command.addAll(now.arguments());
        String said = Output.of(lab.root(), command);
        Measurement measured =
                Measurement.parse(said.lines().reduce((first, second) -> second).orElseThrow());
        Tally.Count count = course.sink(lab).take();
        check(measured.sent(), now, count);
        if (huge) {
            require(count.octets() >= lab.hugeOctets(), count.octets() + " octets arrived");
            measured = measured.with(Figure.MEGABYTES, lab.hugeOctets() / 1e6 * measured.of(Figure.RATE));
        }
        if (count.handshakes() > 1) {
            measured = measured.with(Figure.RESUMED, 100.0 * count.resumed() / (count.handshakes() - 1));
        }
        if (!course.roundTrip().isZero()) {
            measured = measured.with(
                    Figure.ROUND_TRIPS,
                    1e9 / measured.of(Figure.RATE) / course.roundTrip().toNanos());
        }
        return measured;
    }

    private void check(long sent, Task now, Tally.Count count) throws IOException {
        if (course.postfix()) {
            require(count.messages() == sent, sent + " sent, " + count.messages() + " counted");
            return;
        }
        long recipients = sent * now.letter().recipients().size();
        require(count.recipients() == recipients, recipients + " recipients, " + count.recipients() + " counted");
        // a server may be given a mail to many in several transactions
        boolean parts = now.letter() == Letter.MANY && count.messages() > sent;
        require(count.messages() == sent || parts, sent + " sent, " + count.messages() + " counted");
        long least = now.letter() == Letter.HUGE ? 0 : now.letter().leastOctets();
        require(count.octets() >= count.messages() * least, count.octets() + " octets in all");
    }

    private void require(boolean right, String otherwise) throws IOException {
        if (!right) {
            throw new IOException(otherwise);
        }
    }
}
