package dev.paloma.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Postfix's {@code smtp-source}, a client in C, which sends mails of the right size with nothing in them. */
record SmtpSource(Task task, Course course) implements Contender {
    private static final String PROGRAM = "smtp-source";

    @Override
    public String name() {
        return task.manner() == Manner.FRESH ? PROGRAM : PROGRAM + " -d";
    }

    @Override
    public Optional<String> missing(Lab lab) {
        return Lab.program(PROGRAM).isPresent()
                ? Optional.empty()
                : Optional.of("not installed: apt-get install postfix");
    }

    @Override
    public Measurement run(Lab lab) throws IOException, InterruptedException {
        int mails = (lab.brief() ? task.briefly() : task).mails();
        String command = String.join(
                " ",
                "TIMEFORMAT='%R %U %S'; time",
                Lab.program(PROGRAM).orElseThrow(),
                task.manner() == Manner.FRESH ? "" : "-d",
                "-s " + task.connections() + " -m " + mails,
                "-l " + task.letter().ready().length,
                "-f " + Letter.SENDER + " -t " + task.letter().recipients().get(0),
                "127.0.0.1:" + course.port(lab),
                "2>&1");
        String said = Output.of(lab.root(), List.of("bash", "-c", "{ " + command + "; } 2>&1"));
        Tally.Count count = course.sink(lab).take();
        boolean whole = course.postfix()
                || count.octets() >= (long) mails * task.letter().leastOctets();
        if (count.messages() != mails || !whole) {
            throw new IOException(mails + " sent, counted " + count + "; " + said);
        }
        String[] times = said.strip().split(" ");
        double seconds = Double.parseDouble(times[0]);
        double cpu = Double.parseDouble(times[1]) + Double.parseDouble(times[2]);
        return new Measurement(
                mails,
                Map.of(Figure.RATE, mails / seconds, Figure.CPU, cpu * 1e6 / mails, Figure.MILLIS, seconds * 1e3));
    }
}
