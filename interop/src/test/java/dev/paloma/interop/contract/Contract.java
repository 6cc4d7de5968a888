package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Runs the rows on one server, reads back what it stored, looks into its log, and at last kills it. */
final class Contract {
    private static final Duration DELIVERY = Duration.ofSeconds(20);
    private static final Duration LAST_WORDS = Duration.ofMillis(700);
    private static final int LINES_SHOWN = 12;
    private static final int FAULTS_SHOWN = 5;

    private final Subject subject;
    private final Ledger ledger;
    private final PrintStream out;
    private final Map<String, String> cells = new LinkedHashMap<>();
    private int passed;
    private int failed;

    private record Done(
            Row row,
            Desk desk,
            @Nullable String remark,
            @Nullable Throwable trouble) {}

    private Contract(Subject subject, PrintStream out) throws Exception {
        this.subject = subject;
        this.ledger = new Ledger(subject, new Store(subject.trace(), Store::delivered));
        this.out = out;
    }

    /** Description of the server, and the file for what came out. */
    public static void main(String[] args) throws Exception {
        Subject subject = Subject.read(Path.of(args[0]));
        Contract contract = new Contract(subject, new PrintStream(System.out, true, UTF_8));
        contract.run();
        Results.write(Path.of(args[1]), subject.one("version"), contract.cells);
        contract.out.println(contract.passed + " passed, " + contract.failed + " failed");
        System.exit(contract.failed == 0 ? 0 : 1);
    }

    private void run() throws Exception {
        long logged = Files.size(subject.log());
        perform(Plan.polite(subject));
        Thread.sleep(LAST_WORDS.toMillis()); // what is written behind the last reply
        report("the server's log has no complaint", complaints(logged), List.of(), null);
        perform(Plan.rude(subject));
        perform(Plan.last(subject));
        Thread.sleep(LAST_WORDS.toMillis()); // for doubles that came late
        ledger.read(Duration.ZERO);
        List<String> faults = ledger.size() == 0 ? List.of("nothing was sent") : ledger.faults();
        report("all mails read back: each once, to the octet, and nothing else", faults, List.of(), null);
    }

    private void perform(List<Row> rows) throws Exception {
        List<Done> all = new ArrayList<>();
        for (Row row : rows) {
            if (row.offered()) {
                all.add(perform(row));
            } else {
                all.add(new Done(row, new Desk(subject, ledger, row.name()), null, null));
            }
        }
        ledger.read(DELIVERY);
        for (Done done : all) {
            if (!done.row.offered()) {
                cells.put(done.row.name(), Results.NOT_OFFERED);
                continue;
            }
            List<String> faults = new ArrayList<>(ledger.faults(done.row.name()));
            if (done.trouble != null) {
                faults.add(0, String.valueOf(done.trouble));
            }
            report(done.row.name(), faults, done.desk.transcript().lines(), done.remark);
        }
    }

    private Done perform(Row row) {
        Desk desk = new Desk(subject, ledger, row.name());
        String remark = null;
        Throwable trouble = null;
        try {
            remark = row.body().run(desk);
        } catch (Exception | AssertionError e) {
            trouble = e;
        }
        return new Done(row, desk, remark, trouble);
    }

    private void report(String name, List<String> faults, List<String> transcript, @Nullable String remark) {
        if (faults.isEmpty()) {
            passed++;
            cells.put(name, remark == null ? Results.OK : remark);
            out.println("  ok      " + name + (remark == null ? "" : ": " + remark));
            return;
        }
        failed++;
        cells.put(name, Results.FAILED);
        out.println("  FAILED  " + name + ": " + faults.get(0));
        tell(faults.subList(1, Math.min(faults.size(), FAULTS_SHOWN)));
        if (faults.size() > FAULTS_SHOWN) {
            tell(List.of("and " + (faults.size() - FAULTS_SHOWN) + " more"));
        }
        tell(transcript.subList(Math.max(0, transcript.size() - LINES_SHOWN), transcript.size()));
    }

    private void tell(List<String> lines) {
        lines.forEach(line -> out.println("            " + line));
    }

    private List<String> complaints(long from) throws Exception {
        byte[] log = Files.readAllBytes(subject.log());
        String text = new String(log, (int) from, log.length - (int) from, ISO_8859_1);
        List<String> complaints = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher fault = subject.faults().matcher(line);
            if (fault.find()) {
                complaints.add(line);
            }
        }
        return complaints;
    }
}
