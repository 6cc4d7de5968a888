package dev.paloma;

import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mailer must say of a batch, judged by what the servers know. */
final class ModelOracle {
    private final ModelBatch batch;
    private final ModelPlan plan;
    private final ModelLedger ledger;
    private final List<String> complaints = new ArrayList<>();

    private ModelOracle(ModelBatch batch) {
        this.batch = batch;
        this.plan = batch.plan();
        this.ledger = batch.ledger();
    }

    /** What is wrong with it; each complaint begins with the token of the mail it speaks of, or a space. */
    static List<String> judge(ModelBatch batch) {
        ModelOracle oracle = new ModelOracle(batch);
        ModelLedger ledger = batch.ledger();
        ledger.violations().forEach(what -> oracle.complaints.add(" " + what));
        oracle.everyMailHasOneAnswer();
        oracle.contentIsWhole();
        for (ModelBatch.Told told : batch.told()) {
            oracle.takenOnce(told);
            Receipt receipt = told.receipt();
            if (receipt != null) {
                oracle.receipt(told, receipt);
            }
        }
        return oracle.complaints;
    }

    private void complain(ModelContent content, String what) {
        complaints.add(content.token() + ": " + what + " [" + content + "] ledger: " + ledger.of(content.token()));
    }

    private void everyMailHasOneAnswer() {
        Map<ModelContent, Integer> answers = new HashMap<>();
        batch.told().forEach(told -> answers.merge(told.content(), 1, Integer::sum));
        for (ModelContent content : batch.contents()) {
            int count = answers.getOrDefault(content, 0);
            if (count != 1) {
                complain(content, count + " answers");
            }
        }
        if (answers.size() != batch.contents().size()) {
            complaints.add(" answers of mails that nobody gave");
        }
    }

    private void contentIsWhole() {
        Map<String, ModelContent> known = new HashMap<>();
        batch.contents().forEach(content -> known.put(content.token(), content));
        for (ModelLedger.Entry entry : ledger.all()) {
            ModelContent content = known.get(entry.token);
            if (!entry.isTaken()) {
                continue;
            }
            if (content == null) {
                complaints.add(" the server took content that nobody gave: " + entry);
            } else if (!Arrays.equals(content.octets(), entry.content)) {
                complain(content, "the server took other octets, " + entry.content.length);
            } else if (!entry.muddled
                    && !entry.recipients.stream().allMatch(to -> to.endsWith("." + entry.token + "@model.example"))) {
                complain(content, "the server took it for somebody else: " + entry);
            }
        }
    }

    /** Never twice for anybody; not at all if it was stopped or couldn't be read to its end. */
    private void takenOnce(ModelBatch.Told told) {
        ModelContent content = told.content();
        int took = 0;
        for (var recipient : content.envelope().recipients()) {
            long times = taken(content, recipient.address());
            took += times > 0 ? 1 : 0;
            if (times > 1) {
                complain(content, "taken " + times + " times for " + recipient.address());
            }
        }
        if (took > 0 && (told.stopped() || content.isFailing())) {
            complain(content, "stopped, but taken");
        }
        boolean half = took > 0 && took < content.envelope().recipients().size();
        if (plan.acceptance() == Acceptance.ALL && half && !isMuddled(content)) {
            complain(content, "taken for some, but all or none was asked for");
        }
    }

    private long taken(ModelContent content, String address) {
        return ledger.of(content.token()).stream()
                .filter(entry -> entry.isTaken() && entry.recipients.contains(address))
                .count();
    }

    private boolean isMuddled(ModelContent content) {
        return ledger.of(content.token()).stream().anyMatch(entry -> entry.muddled);
    }

    private void receipt(ModelBatch.Told told, Receipt receipt) {
        ModelContent content = told.content();
        if (!receipt.rows().stream()
                .map(Receipt.Row::recipient)
                .toList()
                .equals(content.envelope().recipients())) {
            complain(content, "rows of others, or in another order: " + receipt.rows());
            return;
        }
        receipt.rows().forEach(row -> row(content, row));
        failure(told, receipt, told.failure());
        if (plan.isPeaceful() && !receipt.isAccepted()) {
            complain(content, "nothing went wrong, but it wasn't accepted: " + receipt.rows());
        }
    }

    private void row(ModelContent content, Receipt.Row row) {
        String address = row.recipient().address();
        ModelLedger.@Nullable Entry taken = ledger.of(content.token()).stream()
                .filter(entry -> entry.isTaken() && entry.recipients.contains(address))
                .findFirst()
                .orElse(null);
        boolean known = row.outcome() == Outcome.ACCEPTED || row.outcome() == Outcome.UNKNOWN;
        if (taken != null && !known) {
            complain(content, address + " has it, but the row says " + row);
        }
        if (row.outcome() == Outcome.ACCEPTED && (taken == null || taken.written == ModelLedger.Written.NOT)) {
            complain(content, address + " was never told to have it, but the row says " + row);
        }
        if (row.outcome() == Outcome.UNKNOWN) {
            unknown(content, address);
        }
        int code = row.code().orElse(0);
        if (row.outcome() == Outcome.REFUSED && (code < 500 || !hasSaid(content, address, code))) {
            complain(content, address + " was never refused like that: " + row);
        }
        if (row.outcome() == Outcome.DEFERRED && code != 0 && code != 421 && !hasSaid(content, address, code)) {
            complain(content, address + " never got such an answer: " + row);
        }
        if (row.outcome() == Outcome.ACCEPTED && !ledger.hasSaid(address, code)) {
            complain(content, address + " was accepted in other words: " + row);
        }
    }

    private boolean hasSaid(ModelContent content, String address, int code) {
        return ledger.hasSaid(address, code) || ledger.hasSaid(content.token(), code) || ledger.hasSaid("", code);
    }

    /** Nobody knows only if the answer didn't come; where answers come late on purpose, that can't be told. */
    private void unknown(ModelContent content, String address) {
        if (plan.silences()) {
            return;
        }
        if (!batch.isBroken()) {
            complain(content, address + " is in doubt, but no connection broke");
        }
        boolean answered = ledger.of(content.token()).stream()
                .anyMatch(entry -> entry.recipients.contains(address)
                        && entry.written == ModelLedger.Written.WHOLE
                        && !entry.lossy
                        && !entry.muddled); // a server that contradicts itself is no witness
        if (answered) {
            complain(content, address + " is in doubt, but its answer was given");
        }
    }

    private void failure(ModelBatch.Told told, Receipt receipt, @Nullable SendException failure) {
        boolean any = receipt.rows().stream().anyMatch(row -> row.outcome() == Outcome.ACCEPTED);
        boolean met = plan.acceptance() == Acceptance.ALL ? receipt.isAccepted() : any;
        if (met != (failure == null)) {
            complain(told.content(), "the policy is " + (met ? "" : "not ") + "met, but the failure is " + failure);
        }
        if (failure != null
                && !told.stopped()
                && !told.content().isFailing()
                && !failure.isUnknown()
                && failure.stage().compareTo(Stage.MAIL) > 0
                && batch.transcripts(told.content().token()).isEmpty()) {
            complain(told.content(), "failed for another's sake: no server heard of it, but the failure is " + failure);
        }
        boolean doubt = receipt.rows().stream().anyMatch(row -> row.outcome() == Outcome.UNKNOWN);
        if (failure != null && failure.isUnknown() != doubt) {
            complain(told.content(), "rows and failure don't agree: " + receipt.rows() + ", " + failure);
        }
    }
}
