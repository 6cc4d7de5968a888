package dev.paloma.interop.contract;

import java.util.ArrayList;
import java.util.List;

/** The rows of a contract, in their order. Every server has the same ones. */
final class Plan {
    private final Subject subject;
    private final List<Row> rows = new ArrayList<>();

    private Plan(Subject subject) {
        this.subject = subject;
    }

    /** What a well-behaved client does, of which the server must have nothing to complain. */
    static List<Row> polite(Subject subject) {
        Plan plan = new Plan(subject);
        WayRows.add(plan);
        LoginRows.add(plan);
        RecipientRows.add(plan);
        FormRows.add(plan);
        SampleRows.add(plan);
        ManyRows.add(plan);
        SizeRows.add(plan);
        return plan.rows;
    }

    /** What a server complains of. */
    static List<Row> rude(Subject subject) {
        Plan plan = new Plan(subject);
        LoginRows.addWrong(plan);
        SizeRows.addUndeclared(plan);
        LineRows.add(plan);
        return plan.rows;
    }

    /** After this there is no server. */
    static List<Row> last(Subject subject) {
        Plan plan = new Plan(subject);
        KillRows.add(plan);
        return plan.rows;
    }

    Subject subject() {
        return subject;
    }

    void row(String name, boolean offered, Row.Body body) {
        rows.add(new Row(name, offered, body));
    }
}
